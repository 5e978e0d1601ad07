import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiveChat as Simulator } from '../../../../simulators/live-chat/start-live-chat.ts';
import { anotherAttempt, firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import { adapterOf, anna, opened, simulatedChatwoot, words } from './fresh-chatwoot.ts';

let chatwoot: Simulator;
beforeEach(async () => {
  chatwoot = await simulatedChatwoot();
});
afterEach(() => chatwoot.stop());

const bodyOf = (path: RegExp) => chatwoot.requests.find((each) => path.test(each.path))?.body;
const paths = () =>
  chatwoot.requests.map(({ method, path }) => `${method} ${path.split('/inboxes/')[1] ?? path}`);

describe('A start at Chatwoot', () => {
  it('makes a contact and a conversation under our id of the session, with the context', async () => {
    const start = { ...anna, context: { order: 7, vip: true, cart: { items: 2 }, note: 'x'.repeat(1600) } };
    expect(await adapterOf(chatwoot.url).start(start, firstAttempt('s'))).toEqual({
      outcome: 'opened',
      liveChatId: '1',
      opening: { as: 'queued' },
    });
    expect(bodyOf(/contacts$/)).toEqual({
      source_id: 'hs_1',
      identifier: 'hs_1',
      name: 'Anna',
      custom_attributes: { customer_id: 'c1', channel: 'msteams', locale: 'de-AT' },
    });
    expect(bodyOf(/hs_1\/conversations$/)).toEqual({
      custom_attributes: {
        order: 7,
        vip: true,
        cart: '{"items":2}',
        note: 'x'.repeat(1500),
        note_2: 'x'.repeat(100),
        handoff_session: 'hs_1',
      },
    });
    expect(paths()).toHaveLength(3);
  });

  it('proves the contact where the inbox wants that, and is not refused for good with another token', async () => {
    const hmacToken = 'the-hmac-token-of-the-inbox';
    chatwoot.behave({ choices: { hmacToken } });
    const other = await adapterOf(chatwoot.url, { hmacToken: 'of-another-inbox' }).start(
      anna,
      firstAttempt('s'),
    );
    expect(other).toMatchObject({ outcome: 'unknown', cause: '500' });
    await opened(adapterOf(chatwoot.url, { hmacToken }));
    const identifier_hash = createHmac('sha256', hmacToken).update('hs_1').digest('hex');
    expect(chatwoot.requests.at(-3)?.body).toMatchObject({ identifier: 'hs_1', identifier_hash });
  });

  it('is refused out of hours, and while no agent is there, and opens nothing then', async () => {
    chatwoot.refuse('closed');
    expect(await adapterOf(chatwoot.url).start(anna, firstAttempt('s'))).toEqual({
      outcome: 'rejected',
      cause: 'closed',
    });
    chatwoot.refuse('no-agents');
    const withToken = adapterOf(chatwoot.url, { hasToken: true });
    expect(await withToken.start(anna, firstAttempt('s'))).toEqual({
      outcome: 'rejected',
      cause: 'no-agents',
    });
    expect(chatwoot.chats).toEqual([]);
    await opened(adapterOf(chatwoot.url));
  });

  it('opens all the same when hours and agents cannot be asked', async () => {
    chatwoot.failNext({ after: 1, status: 503 });
    chatwoot.failNext({ status: 500 });
    await opened(adapterOf(chatwoot.url, { hasToken: true }));
    expect(chatwoot.requests.map(({ status }) => status)).toEqual([200, 503, 500, 200]);
  });

  it('takes a conversation out of the hands of a bot, also when the answer to that was lost', async () => {
    chatwoot.behave({ choices: { hasBot: true } });
    await opened(adapterOf(chatwoot.url));
    expect(chatwoot.chats[0]?.details).toHaveProperty('isPending');
    const withToken = adapterOf(chatwoot.url, { hasToken: true });
    chatwoot.failNext({ after: 1, reset: 'after-accepting' });
    expect(await withToken.start(anna, anotherAttempt('s'))).toMatchObject({ outcome: 'unknown' });
    expect(await withToken.start(anna, anotherAttempt('s'))).toMatchObject({
      outcome: 'opened',
      liveChatId: '1',
    });
    expect(chatwoot.chats[0]?.details).not.toHaveProperty('isPending');
  });

  it('is repeated when a conversation is there that a bot still holds', async () => {
    chatwoot.behave({ choices: { hasBot: true } });
    chatwoot.failNext({ after: 4, status: 503 });
    const withToken = adapterOf(chatwoot.url, { hasToken: true });
    expect(await withToken.start(anna, firstAttempt('s'))).toMatchObject({
      outcome: 'unknown',
      cause: '503',
    });
  });

  it.each([0, 1, 2, 3])(
    'has one conversation although the answer to its call %i was lost, and a new process repeats it',
    async (after) => {
      chatwoot.failNext({ after, reset: 'after-accepting' });
      const first = await adapterOf(chatwoot.url, { hasToken: true }).start(anna, firstAttempt('s'));
      const isLost = after === 0 || after === 3;
      expect(first.outcome).toBe(isLost ? 'unknown' : 'opened');
      const repeat = adapterOf(chatwoot.url, { hasToken: true });
      expect(await repeat.start(anna, anotherAttempt('s'))).toMatchObject({
        outcome: 'opened',
        liveChatId: '1',
      });
      expect(chatwoot.chats).toHaveLength(1);
    },
  );

  it.each([0, 1, 2, 3])(
    'leaves nothing open behind when the process died before its call %i and the session is over',
    async (after) => {
      chatwoot.failNext({ after, reset: 'before' });
      await adapterOf(chatwoot.url, { hasToken: true }).start(anna, firstAttempt('s'));
      const next = adapterOf(chatwoot.url, { hasToken: true });
      const chat = await next.start(anna, anotherAttempt('s'));
      if (chat.outcome !== 'opened') throw new Error('not found again');
      await next.end(
        { sessionId: anna.sessionId, liveChatId: chat.liveChatId },
        'customer',
        firstAttempt('e'),
      );
      expect(chatwoot.chats.map(({ status }) => status)).toEqual(['ended']);
    },
  );

  it('goes on in the conversation that an inbox gives again which is locked to a single one', async () => {
    chatwoot.behave({ choices: { isLocked: true } });
    const liveChat = adapterOf(chatwoot.url);
    const chat = await opened(liveChat);
    await liveChat.end(chat, 'customer', firstAttempt('e'));
    expect(await opened(liveChat)).toEqual(chat);
    await liveChat.say(words(chat, 'Hello'), firstAttempt('k'));
    expect(chatwoot.chats.map(({ status }) => status)).toEqual(['queued']);
  });

  it('opens no second one when something in between says that there is no contact', async () => {
    const chat = await opened(adapterOf(chatwoot.url));
    chatwoot.failNext({ status: 404, body: '<html>', headers: { 'content-type': 'text/html' } });
    const again = await adapterOf(chatwoot.url).start(anna, anotherAttempt('s'));
    expect(again).toMatchObject({ outcome: 'opened', liveChatId: chat.liveChatId });
    expect(chatwoot.chats).toHaveLength(1);
  });

  it('does not open a second one for a session whose conversation an agent has resolved before its answer came', async () => {
    const chat = await opened(adapterOf(chatwoot.url));
    await chatwoot.chats[0]?.ends();
    const again = await adapterOf(chatwoot.url).start(anna, anotherAttempt('s'));
    expect(again).toMatchObject({ outcome: 'opened', liveChatId: chat.liveChatId });
    expect(chatwoot.chats).toHaveLength(1);
  });
});

describe('An end at Chatwoot', () => {
  it.each([0, 1])('is one although the answer to its call %i was lost', async (after) => {
    const liveChat = adapterOf(chatwoot.url);
    const chat = await opened(liveChat);
    chatwoot.failNext({ after, reset: 'after-accepting' });
    await liveChat.end(chat, 'customer', firstAttempt('e'));
    expect(await adapterOf(chatwoot.url).end(chat, 'customer', anotherAttempt('e'))).toEqual({
      outcome: 'delivered',
    });
    expect(chatwoot.chats.map(({ status }) => status)).toEqual(['ended']);
  });

  it('resolves a conversation too that a lost start opened after its repeat had looked', async () => {
    const liveChat = adapterOf(chatwoot.url);
    const chat = await opened(liveChat);
    const late = await opened(adapterOf(chatwoot.url));
    expect(late.liveChatId).not.toBe(chat.liveChatId);
    expect(await liveChat.end(chat, 'customer', firstAttempt('e'))).toEqual({ outcome: 'delivered' });
    expect(chatwoot.chats.map(({ status }) => status)).toEqual(['ended', 'ended']);
  });
});
