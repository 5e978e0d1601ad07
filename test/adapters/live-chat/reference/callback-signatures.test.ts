import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postCallback } from '../../../../simulators/live-chat/callbacks/post-callback.ts';
import type { Chat } from '../../../../simulators/live-chat/start-live-chat.ts';
import { standardWebhookSignature } from '../../../../src/adapters/http/requests/webhook-signature.ts';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { rawPost } from '../../http/server/raw-request.ts';
import { callbackOf, openSession, postSigned } from '../callbacks.ts';

const oldSecret = `whsec_${randomBytes(24).toString('base64')}`;
let world: RunningBridge;
let chat: Chat;
beforeAll(async () => {
  world = await startRunningBridge({
    environment: ({ webhookSecret }) => ({ LIVECHAT_WEBHOOK_SECRET: `${webhookSecret},${oldSecret}` }),
  });
  ({ chat } = await openSession(world));
});
afterAll(() => world.stop());

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** The headers and the body of a right callback, ready to be spoiled. */
function right() {
  const body = JSON.stringify(callbackOf(chat.id));
  const timestamp = new Date();
  const signature = new Webhook(world.credentials.webhookSecret).sign('id-1', timestamp, body);
  const seconds = String(Math.floor(timestamp.getTime() / 1000));
  return {
    body,
    headers: { 'webhook-id': 'id-1', 'webhook-timestamp': seconds, 'webhook-signature': signature },
  };
}

async function statusOf(body: string | Buffer, headers: Readonly<Record<string, string>>): Promise<number> {
  const answer = await fetch(`${world.url}/api/messages/proactive`, { method: 'POST', body, headers });
  return answer.status;
}

describe('S9: a callback is 401', () => {
  it('without a signature', async () => {
    const { status } = await postCallback(`${world.url}/api/messages/proactive`, callbackOf(chat.id));
    expect(status).toBe(401);
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('without %s', async (name) => {
    const { body, headers } = right();
    expect(
      await statusOf(body, Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name))),
    ).toBe(401);
  });

  it.each([
    ['webhook-id', 'id-2'],
    ['webhook-timestamp', 'yesterday'],
    ['webhook-timestamp', '0'],
    ['webhook-signature', 'v1,'],
    ['webhook-signature', 'v1'],
    ['webhook-signature', 'nonsense'],
    ['webhook-signature', 'v1,AAAA v1,BBBB'],
  ])('with %s: %s', async (name, value) => {
    const { body, headers } = right();
    expect(await statusOf(body, { ...headers, [name]: value })).toBe(401);
  });

  it('with the signature of another version', async () => {
    const { body, headers } = right();
    const value = headers['webhook-signature'].replace('v1,', 'v2,');
    expect(await statusOf(body, { ...headers, 'webhook-signature': value })).toBe(401);
  });

  it('with any one byte changed, added or taken away', async () => {
    const { body, headers } = right();
    const bytes = Buffer.from(body);
    for (let at = 0; at < bytes.length; at += 7) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await statusOf(changed, headers)).toBe(401);
    }
    for (const spoilt of [`${body} `, ` ${body}`, `\ufeff${body}`, body.slice(0, -1)]) {
      expect(await statusOf(spoilt, headers)).toBe(401);
    }
    expect(await statusOf(body, headers)).toBe(202);
  });

  it('with a timestamp of more than five minutes ago or ahead, and not with one of four', async () => {
    for (const minutes of [5.1, 60, -5.1]) {
      const { status } = await postSigned(world, callbackOf(chat.id), { timestamp: minutesAgo(minutes) });
      expect(status).toBe(401);
    }
    for (const minutes of [4.5, -4.5]) {
      const { status } = await postSigned(world, callbackOf(chat.id), { timestamp: minutesAgo(minutes) });
      expect(status).toBe(202);
    }
  });

  it('with the signature of a secret that is not ours', async () => {
    const secret = `whsec_${randomBytes(24).toString('base64')}`;
    expect((await postSigned(world, callbackOf(chat.id), { secret })).status).toBe(401);
  });

  it('before anything is said about the session or the fields', async () => {
    const unsigned = { headers: { 'webhook-signature': 'v1,AAAA' } };
    expect((await postSigned(world, callbackOf('lc_unknown'), unsigned)).status).toBe(401);
    expect((await postSigned(world, { a: 1 }, unsigned)).status).toBe(401);
  });

  it('with two webhook-id headers', async () => {
    const { body, headers } = right();
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const doubled = { headers: [...lines, 'webhook-id: id-2'], body };
    expect((await rawPost(world.bridge.port, '/api/messages/proactive', doubled)).status).toBe(401);
  });
});

describe('S11: during a rotation', () => {
  it('both secrets hold, and several signatures in one header do, too', async () => {
    expect((await postSigned(world, callbackOf(chat.id))).status).toBe(202);
    expect((await postSigned(world, callbackOf(chat.id), { secret: oldSecret })).status).toBe(202);
    const { body, headers } = right();
    const both = `v1,AAAA ${headers['webhook-signature']}`;
    expect(await statusOf(body, { ...headers, 'webhook-signature': both })).toBe(202);
  });

  it('afterwards the old secret is refused', () => {
    const body = '{}';
    const now = new Date();
    const signature = new Webhook(oldSecret).sign('a', now, body);
    const timestamp = String(Math.floor(now.getTime() / 1000));
    const headers = { 'webhook-id': 'a', 'webhook-timestamp': timestamp, 'webhook-signature': signature };
    expect(standardWebhookSignature([oldSecret])(headers, body)).toBe(true);
    expect(standardWebhookSignature([world.credentials.webhookSecret])(headers, body)).toBe(false);
    expect(standardWebhookSignature([])(headers, body)).toBe(false);
  });
});
