import { describe, expect, it } from 'vitest';
import { referenceLiveChat } from '../../../../src/adapters/live-chat/reference/client.ts';
import { firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import { at, bare, callbackUrl, message, oddLiveChat } from './odd-live-chat.ts';

const odd = oddLiveChat();
const last = () => {
  const heard = odd.server.heard.at(-1);
  return { url: heard?.url, headers: heard?.headers, body: JSON.parse(heard?.body ?? '{}') };
};

describe('The request of the reference contract to', () => {
  it('start names session, channel, customer and callback, and whatever is known besides', async () => {
    const transcript = [
      { from: 'customer', text: 'Hello', at },
      { from: 'copilot', text: 'Hi' },
    ] as const;
    await odd.liveChat.start(
      { ...bare, problem: 'P', transcript, context: { a: { b: 1 } } },
      firstAttempt('key-1'),
    );
    expect(last()).toMatchObject({
      url: '/api/livechat/start',
      headers: {
        'idempotency-key': 'key-1',
        authorization: 'Bearer the-key',
        'content-type': 'application/json',
      },
    });
    expect(last().body).toEqual({
      conversationId: 'hs_1',
      channel: 'web-chat',
      customer: bare.customer,
      problem: 'P',
      transcript: [
        { from: 'customer', text: 'Hello', at: '2026-01-02T03:04:05.678Z' },
        { from: 'copilot', text: 'Hi' },
      ],
      context: { a: { b: 1 } },
      callbackUrl,
    });
  });

  it('start leaves out what is not known', async () => {
    await odd.start();
    expect(last().body).toEqual({
      conversationId: 'hs_1',
      channel: 'web-chat',
      customer: bare.customer,
      callbackUrl,
    });
  });

  it.each(['customer', 'notice'] as const)('send, of kind %s', async (kind) => {
    await odd.liveChat.say({ ...message, kind }, firstAttempt('key-2'));
    expect(last()).toMatchObject({
      url: '/api/livechat/send',
      headers: { 'idempotency-key': 'key-2', authorization: 'Bearer the-key' },
    });
    expect(last().body).toEqual({
      sessionId: 'lc_1',
      messageId: 'm-1',
      message: 'Hi',
      sender: 'Anna',
      timestamp: '2026-01-02T03:04:05.678Z',
      kind,
    });
  });

  it('end', async () => {
    await odd.end();
    expect(last()).toMatchObject({ url: '/api/livechat/end', headers: { 'idempotency-key': 'key-3' } });
    expect(last().body).toEqual({ sessionId: 'lc_1', reason: 'customer' });
  });

  it('a live chat that wants no key has no Authorization', async () => {
    await referenceLiveChat({ baseUrl: odd.server.url, callbackUrl }).start(bare, firstAttempt('k'));
    expect(last().headers).not.toHaveProperty('authorization');
  });

  it('a live chat is not made without the token that it wants', async () => {
    const before = odd.server.heard.length;
    const getBearer = () => Promise.reject(new Error('no token'));
    const without = referenceLiveChat({ baseUrl: odd.server.url, callbackUrl, getBearer });
    expect(await without.start(bare, firstAttempt('k'))).toEqual({
      outcome: 'not-delivered',
      cause: 'no-token',
    });
    expect(odd.server.heard).toHaveLength(before);
  });
});
