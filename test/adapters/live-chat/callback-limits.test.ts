import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBridge, startRunningBridge } from '../http/running-bridge.ts';
import { callbackOf, openSession, postSigned } from './callbacks.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge({
    adjust: (config) => ({ ...config, settings: { ...config.settings, laneLimit: 3 } }),
  });
});
afterAll(() => world.stop());

describe('S13: a body', () => {
  it('of more than 256 KB is 413', async () => {
    const tooLarge = callbackOf('lc_x', { message: 'x'.repeat(256 * 1024) });
    expect(await postSigned(world, tooLarge)).toMatchObject({ status: 413, body: { status: 413 } });
    const notAscii = callbackOf('lc_x', { message: '€'.repeat(90_000) });
    expect((await postSigned(world, notAscii)).status).toBe(413);
  });

  it('without a length is cut at 256 KB on /api/messages/proactive', async () => {
    expect(await streamed(`${world.url}/api/messages/proactive`, 400)).toBe(413);
  });

  it('without a length is cut at 256 KB on /api/livechat/messages', async () => {
    const sample = await startRunningBridge({ liveChatKind: 'contoso-sample' });
    expect(await streamed(`${sample.url}/api/livechat/messages`, 400)).toBe(413);
    await sample.stop();
  });

  it.each(['gzip', 'deflate', 'br', 'GZIP, identity'])('in %s is 415', async (encoding) => {
    const answer = await postSigned(world, callbackOf('lc_x'), { headers: { 'content-encoding': encoding } });
    expect(answer.status).toBe(415);
  });

  it('that is not UTF-8 is 400', async () => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    const answer = await fetch(`${world.url}/api/messages/proactive`, { method: 'POST', body });
    expect(answer.status).toBe(400);
  });
});

describe('A full lane', () => {
  it('is 429 with Retry-After towards the customer, a repeat is still 200, and room makes it 202 again', async () => {
    const { chat, customer } = await openSession(world);
    world.microsoft.teams.failNext({
      status: 503,
      headers: { 'retry-after': '1' },
      when: (_, conversationId) => conversationId === customer.conversationId,
    });
    const first = callbackOf(chat.id);
    expect((await postSigned(world, first)).status).toBe(202);
    for (let count = 0; count < 2; count++) {
      expect((await postSigned(world, callbackOf(chat.id))).status).toBe(202);
    }
    const refused = await postSigned(world, callbackOf(chat.id));
    expect(refused).toMatchObject({ status: 429, body: { status: 429 } });
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    expect((await postSigned(world, first)).status).toBe(200);
    const other = await openSession(world);
    expect((await postSigned(world, callbackOf(other.chat.id))).status).toBe(202);
    await expect.poll(() => customer.messages.length, { timeout: 4000 }).toBe(3);
    expect((await postSigned(world, callbackOf(chat.id))).status).toBe(202);
  });

  it('towards the live chat is said to the customer, in the same turn', async () => {
    const { copilot, chat } = await openSession(world);
    world.liveChat.failNext({ path: '/send', status: 503, headers: { 'retry-after': '1' } });
    for (const text of ['one', 'two', 'three']) expect((await copilot.message(text)).replies).toEqual([]);
    const refused = await copilot.message('four', { id: 'four-1' });
    expect(refused.replies).toEqual([expect.objectContaining({ type: 'message' })]);
    await chat.sees('three');
    expect((await copilot.message('four', { id: 'four-1' })).replies).toEqual([]);
    await chat.sees('four');
  });
});

/** The status for a body of that many KB in chunks, without a length and without an end. */
function streamed(url: string, kilobytes: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST' }, (answer) => {
      resolve(answer.statusCode);
      outgoing.destroy();
    });
    outgoing.on('error', reject);
    for (let count = 0; count < kilobytes; count++) outgoing.write('x'.repeat(1024));
  });
}
