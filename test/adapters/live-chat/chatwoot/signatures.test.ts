import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postCallback } from '../../../../simulators/live-chat/callbacks/post-callback.ts';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { openSession } from '../callbacks.ts';
import { bridgeOfChatwoot, message, oldSecret, postTo, sessionIn } from './chatwoot-callbacks.ts';

let world: RunningBridge;
let post: ReturnType<typeof postTo>;
beforeAll(async () => {
  world = await bridgeOfChatwoot();
  post = postTo(world);
});
afterAll(() => world.stop());

const session = () => sessionIn(world);

describe('A callback of Chatwoot', () => {
  it('is believed with either secret while one replaces the other', async () => {
    const { id } = await session();
    expect(await post(message(id), { secret: oldSecret })).toMatchObject({ status: 202 });
    expect(await post(message(id))).toMatchObject({ status: 202 });
    expect(await post(message(id), { secret: 'of-another-inbox-altogether' })).toMatchObject({ status: 401 });
  });

  it.each([
    ['five minutes old', -305_000],
    ['five minutes early', 305_000],
    ['of no time', Number.NaN],
  ])('that is %s is 401', async (_, offMs) => {
    const { id } = await session();
    expect(await post(message(id), { atMs: Date.now() + offMs })).toMatchObject({ status: 401 });
  });

  it('without a signature is 401', async () => {
    const { id } = await session();
    expect(await postCallback(`${world.url}/api/livechat/chatwoot`, message(id))).toMatchObject({
      status: 401,
    });
  });

  it('that is not as Chatwoot sends it is 400 and names the field, and an event that is not read is 200', async () => {
    const { id } = await session();
    const noSource = message(id, { conversation: { id: 1 } });
    expect(await post(noSource)).toMatchObject({
      status: 400,
      body: { field: 'conversation.contact_inbox' },
    });
    expect(await post(message(id, { id: 'x' }))).toMatchObject({ status: 400, body: { field: 'id' } });
    expect(await post('{"event":')).toMatchObject({ status: 400, body: { field: 'body' } });
    expect(await post({ event: 'webwidget_triggered' })).toMatchObject({ status: 200 });
  });
});

describe('A Chatwoot that cannot sign', () => {
  it('is believed where the operator has said so, and not with a signature that is wrong', async () => {
    const unsigned = await startRunningBridge({
      liveChatKind: 'chatwoot',
      environment: { LIVECHAT_CHATWOOT_ALLOW_UNSIGNED_CALLBACKS: 'true' },
    });
    try {
      const { chat, customer } = await openSession(unsigned);
      const url = `${unsigned.url}/api/livechat/chatwoot`;
      const words = message(chat.handoffSessionId ?? '?', { content: 'Unsigned' });
      const headers = { 'x-chatwoot-timestamp': '1', 'x-chatwoot-signature': 'sha256=00' };
      expect(await postCallback(url, words, { headers })).toMatchObject({ status: 401 });
      expect(await postCallback(url, words)).toMatchObject({ status: 202 });
      await customer.sees(/Unsigned/);
    } finally {
      await unsigned.stop();
    }
  });
});
