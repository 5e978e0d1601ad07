import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { callbackOf, openSession, postSigned } from '../callbacks.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge();
});
afterAll(() => world.stop());

const replays = 100;

/** The very bytes and headers of one signed callback, as somebody on the way could keep them. */
function captured(sessionId: string) {
  const messageId = randomUUID();
  const body = JSON.stringify(callbackOf(sessionId, { messageId, message: 'Only once' }));
  const now = new Date();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(world.credentials.webhookSecret).sign(messageId, now, body),
  };
  const post = async () => {
    const answer = await fetch(`${world.url}/api/messages/proactive`, { method: 'POST', body, headers });
    await answer.arrayBuffer();
    return answer.status;
  };
  return { messageId, post };
}

describe('S10: a signed callback', () => {
  it('that is replayed 100 times, byte by byte, has one effect', async () => {
    const { chat, customer } = await openSession(world);
    const { post } = captured(chat.id);
    expect(await post()).toBe(202);
    for (let round = 0; round < replays / 10; round++) {
      expect(await Promise.all(Array.from({ length: 10 }, post))).toEqual(Array(10).fill(200));
    }
    await postSigned(world, callbackOf(chat.id, { message: 'the last one' }));
    await customer.sees(/the last one/);
    expect(customer.messages.map(({ text }) => text)).toEqual([
      '**Dana**: Only once',
      '**Dana**: the last one',
    ]);
  });

  it('that uses a messageId again for 100 other texts shows the first alone', async () => {
    const { chat, customer } = await openSession(world);
    const first = callbackOf(chat.id, { message: 'the first one' });
    expect((await postSigned(world, first)).status).toBe(202);
    for (let count = 0; count < replays; count++) {
      const other = { ...first, message: `another ${count}` };
      expect((await postSigned(world, other, { id: randomUUID() })).status).toBe(200);
    }
    await postSigned(world, callbackOf(chat.id, { message: 'the last one' }));
    await customer.sees(/the last one/);
    expect(customer.messages.map(({ text }) => text)).toEqual([
      '**Dana**: the first one',
      '**Dana**: the last one',
    ]);
  });
});
