import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LiveChat, startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { call, opened, START, said } from './caller.ts';
import { type FakeBridge, startFakeBridge } from './fake-bridge.ts';

let bridge: FakeBridge;
let liveChat: LiveChat;

beforeEach(async () => {
  bridge = await startFakeBridge();
  liveChat = await startLiveChat({ kind: 'reference', callbackUrl: bridge.callbackUrl });
});

afterEach(() => Promise.all([liveChat.stop(), bridge.stop()]));

const start = (conversationId: string) =>
  call(liveChat, '/api/livechat/start', { ...START, conversationId }, { 'idempotency-key': conversationId });

describe('A live chat that gives ids again', () => {
  beforeEach(() => liveChat.behave({ chatId: (ended) => ended[0]?.id, numbersCallbacks: true }));

  it('keeps the chats apart, and says nothing more for the one whose id is taken', async () => {
    const id = await opened(liveChat);
    const [first] = liveChat.chats;
    await call(liveChat, '/api/livechat/send', said(id, 'to the first'));
    await first?.says('from the first');
    await first?.ends();
    const { body } = await start('handoff-2');
    expect(body.sessionId).toBe(id);
    const [, second] = liveChat.chats;
    expect([second?.id, second?.idAgain, second?.status]).toEqual([`${id}#2`, id, 'queued']);
    await call(liveChat, '/api/livechat/send', said(id, 'to the second'));
    expect(first?.messages.map(({ text }) => text)).toEqual(['to the first', 'from the first']);
    expect(second?.messages.map(({ text }) => text)).toEqual(['to the second']);
    await second?.says('from the second');
    expect(await first?.says('late')).toMatchObject({ status: 0 });
    expect(
      bridge.heard.map(({ body: { sessionId, messageId, message } }) => [sessionId, messageId, message]),
    ).toEqual([
      [id, 'msg_1', 'from the first'],
      [id, 'msg_2', undefined],
      [id, 'msg_1', 'from the second'],
    ]);
    await call(liveChat, '/api/livechat/end', { sessionId: id, reason: 'customer' });
    expect([first?.endReason, second?.endReason]).toEqual(['agent', 'customer']);
  });

  it('gives none again whose chat is open', async () => {
    const id = await opened(liveChat);
    expect((await start('handoff-2')).body.sessionId).not.toBe(id);
  });
});

describe('A live chat that speaks before it answers a start', () => {
  it('posts the callback first, opens one chat, and answers a repeat meanwhile', async () => {
    const order: string[] = [];
    liveChat.behave({
      beforeAnswer: async (chat) => {
        await chat.says('Welcome');
        order.push('said');
        await sleep(150);
      },
    });
    const answers = [start('handoff-1').then(({ body }) => order.push(`answered ${body.sessionId}`))];
    await expect.poll(() => order).toEqual(['said']);
    const repeated = await start('handoff-1');
    expect(order).toEqual(['said']);
    await Promise.all(answers);
    const [chat, ...others] = liveChat.chats;
    expect([order.at(-1), repeated.body.sessionId, others]).toEqual([`answered ${chat?.id}`, chat?.id, []]);
    expect(bridge.heard).toHaveLength(1);
  });
});

describe('A live chat that holds a callback back', () => {
  it('sends it later, and what follows after it where the vendor keeps order', async () => {
    await opened(liveChat);
    const [chat] = liveChat.chats;
    liveChat.behave({ holdsBackMs: (count) => (count === 0 ? 80 : 0) });
    const began = performance.now();
    await Promise.all([chat?.says('one'), chat?.says('two')]);
    expect(performance.now() - began).toBeGreaterThanOrEqual(75);
    expect(bridge.heard.map(({ body }) => body.message)).toEqual(['one', 'two']);
  });
});
