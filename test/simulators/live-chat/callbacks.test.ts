import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { postCallback } from '../../../simulators/live-chat/callbacks/post-callback.ts';
import { type Chat, type LiveChat, startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { call, opened } from './caller.ts';
import { type FakeBridge, SECRET, startFakeBridge } from './fake-bridge.ts';

let bridge: FakeBridge;
let liveChat: LiveChat;
let chat: Chat;

beforeEach(async () => {
  bridge = await startFakeBridge();
  liveChat = await startLiveChat({ kind: 'reference', webhookSecret: SECRET });
  await opened(liveChat, bridge.callbackUrl);
  chat = await liveChat.chat();
});

afterEach(async () => {
  await liveChat.stop();
  await bridge.stop();
});

const types = (): unknown[] => bridge.heard.map(({ body }) => body.type);
const texts = (): unknown[] => bridge.heard.map(({ body }) => body.message);

describe('an agent', () => {
  it('says something: signed, under its own id, delivered', async () => {
    expect(await chat.says('Hello', { agent: 'Kim' })).toEqual({ status: 202, body: { status: 'accepted' } });
    const [heard] = bridge.heard;
    expect(heard?.isSigned).toBe(true);
    expect(heard?.body).toEqual({
      sessionId: chat.id,
      messageId: heard?.headers['webhook-id'],
      type: 'message',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      message: 'Hello',
      sender: 'Kim',
    });
    expect(chat.messages).toMatchObject([
      { from: 'agent', sender: 'Kim', text: 'Hello', delivery: 'delivered' },
    ]);
    expect(chat.status).toBe('active');
  });

  it('has a callback for everything else that happens', async () => {
    await chat.queuePosition(3, 90);
    await chat.join();
    await chat.typing();
    await chat.transfersTo('Kim');
    await chat.leaves();
    expect(chat.status).toBe('queued');
    await chat.ends({ reason: 'solved', message: 'Bye' });
    expect(bridge.heard.every(({ isSigned }) => isSigned)).toBe(true);
    expect(
      bridge.heard.map(({ body: { sessionId: _, messageId: __, timestamp: ___, ...rest } }) => rest),
    ).toEqual([
      { type: 'queue-position', queuePosition: 3, estimatedWaitSeconds: 90 },
      { type: 'agent-joined', sender: 'Dana' },
      { type: 'typing', sender: 'Dana' },
      { type: 'agent-transferred', sender: 'Kim' },
      { type: 'agent-left', sender: 'Kim' },
      { type: 'session-ended', reason: 'solved', message: 'Bye' },
    ]);
    expect(chat.status).toBe('ended');
    expect(chat.endReason).toBe('solved');
  });

  it('writes on while earlier messages are under way: one at a time, in order', async () => {
    bridge.answers({ status: 202, afterMs: 60 }, { status: 503 }, { status: 202, afterMs: 30 });
    await Promise.all(['one', 'two', 'three', 'four'].map((text) => chat.says(text)));
    expect(texts()).toEqual(['one', 'two', 'two', 'three', 'four']);
    expect(bridge.heard.every(({ atOnce }) => atOnce === 1)).toBe(true);
  });

  it('can repeat a message id, which shows nothing new on the desk', async () => {
    await chat.says('Hello', { messageId: 'm1' });
    await chat.says('Hello', { messageId: 'm1' });
    expect(bridge.heard.map(({ headers }) => headers['webhook-id'])).toEqual(['m1', 'm1']);
    expect(chat.messages).toHaveLength(1);
  });

  it('can be late: what is said after the end is still sent, and does not open the chat again', async () => {
    await call(liveChat, '/api/livechat/end', { sessionId: chat.id, reason: 'customer' });
    bridge.answers({ status: 410, body: { error: 'ended' } });
    expect(await chat.says('Too late')).toEqual({ status: 410, body: { error: 'ended' } });
    await chat.join();
    expect(chat.status).toBe('ended');
    expect(chat.messages).toMatchObject([{ text: 'Too late', delivery: 'failed', failure: '410 ended' }]);
  });
});

describe('a callback that did not get through', () => {
  it.each([
    ['a server error', { status: 503 }],
    ['a cut connection', { status: 0, isCut: true }],
  ])('is repeated after %s under its id, signed again', async (_, answer) => {
    bridge.answers(answer);
    expect((await chat.says('Hello')).status).toBe(202);
    const ids = bridge.heard.map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
    expect(bridge.heard.map(({ isSigned }) => isSigned)).toEqual([true, true]);
    expect(bridge.heard[0]?.body).toEqual(bridge.heard[1]?.body);
  });

  it('waits as long as Retry-After says, and is signed with the time of the repeat', async () => {
    bridge.answers({ status: 429, headers: { 'retry-after': '2' } });
    const began = Date.now();
    await chat.says('Hello');
    expect(Date.now() - began).toBeGreaterThanOrEqual(1_900);
    const [first, second] = bridge.heard.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(1);
  });

  it('is not repeated when the test wants the first answer', async () => {
    bridge.answers({ status: 429, headers: { 'retry-after': '60' }, body: { error: 'full' } });
    expect(await chat.says('Hello', { retry: false })).toEqual({ status: 429, body: { error: 'full' } });
    expect(bridge.heard).toHaveLength(1);
  });

  it('is not repeated after another refusal, and the desk says why', async () => {
    bridge.answers({ status: 404, body: { error: 'unknown-session' } });
    await chat.says('Hello');
    expect(bridge.heard).toHaveLength(1);
    expect(chat.messages).toMatchObject([{ delivery: 'failed', failure: '404 unknown-session' }]);
    expect(chat.status).toBe('active');
  });

  it('ends the chat when the other side says that it is gone', async () => {
    bridge.answers({ status: 410 });
    await chat.says('Hello');
    await chat.isEnded();
    expect(chat.endReason).toBe('gone');
    expect(bridge.heard).toHaveLength(1);
  });

  it('is no longer repeated once the other side has ended the chat', async () => {
    bridge.answers({ status: 503 }, { status: 503 });
    const saying = chat.says('Hello');
    await expect.poll(() => bridge.heard.length).toBe(1);
    await call(liveChat, '/api/livechat/end', { sessionId: chat.id, reason: 'customer' });
    expect((await saying).status).toBe(503);
    expect(bridge.heard).toHaveLength(2);
  });

  it('is still repeated when it tells that the agent has ended the chat', async () => {
    bridge.answers({ status: 503 });
    expect((await chat.ends()).status).toBe(202);
    expect(types()).toEqual(['session-ended', 'session-ended']);
  });

  it('tells the network error without a listener', async () => {
    await bridge.stop();
    expect(await chat.says('Hello', { retry: false })).toEqual({
      status: 0,
      body: { error: 'ECONNREFUSED' },
    });
  });
});

describe('the callback address', () => {
  it('is the one of connect for a chat whose start brought none', async () => {
    await opened(liveChat);
    liveChat.connect(bridge.callbackUrl);
    const newest = await liveChat.chat();
    await newest.says('Hello');
    expect(bridge.heard[0]?.body.sessionId).toBe(newest.id);
  });
});

describe('postCallback', () => {
  const payload = { sessionId: 'lc_1', messageId: 'm1', message: 'x' };

  it('signs what it is given', async () => {
    await postCallback(bridge.callbackUrl, payload, { secret: SECRET });
    expect(bridge.heard).toMatchObject([{ body: payload, isSigned: true, headers: { 'webhook-id': 'm1' } }]);
  });

  it('can be used to attack: an old time, another id, a spoilt signature, none', async () => {
    const old = new Date(Date.now() - 3_600_000);
    await postCallback(bridge.callbackUrl, payload, { secret: SECRET, timestamp: old, id: 'other' });
    await postCallback(bridge.callbackUrl, payload, { secret: SECRET, headers: { 'webhook-id': 'moved' } });
    await postCallback(bridge.callbackUrl, payload);
    expect(bridge.heard.map(({ isSigned }) => isSigned)).toEqual([false, false, false]);
    expect(bridge.heard[0]?.headers['webhook-id']).toBe('other');
    expect(bridge.heard[2]?.headers['webhook-signature']).toBeUndefined();
  });
});

it('does not start with a secret that cannot sign', async () => {
  await expect(startLiveChat({ kind: 'reference', webhookSecret: 'whsec_***' })).rejects.toThrow();
});
