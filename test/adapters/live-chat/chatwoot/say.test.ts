import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiveChat as Simulator } from '../../../../simulators/live-chat/start-live-chat.ts';
import { liveChatId } from '../../../../src/domain/ids.ts';
import { anotherAttempt, firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import { json, type OddServer, oddServer, page, text } from '../../http/client/odd-server.ts';
import {
  adapterOf,
  anna,
  inboxIdentifier,
  notice,
  opened,
  simulatedChatwoot,
  words,
} from './fresh-chatwoot.ts';

let chatwoot: Simulator;
beforeEach(async () => {
  chatwoot = await simulatedChatwoot();
});
afterEach(() => chatwoot.stop());

const said = () => chatwoot.chats[0]?.messages.map(({ from, text }) => `${from}: ${text}`);
const delivered = { outcome: 'delivered' };
const k = firstAttempt('k');

describe('Words to Chatwoot', () => {
  it('are found by a new process that repeats them, behind an agent who has filled two lists since', async () => {
    const chat = await opened(adapterOf(chatwoot.url));
    chatwoot.failNext({ path: '/send', reset: 'after-accepting' });
    const message = words(chat, 'Where is it?');
    expect(await adapterOf(chatwoot.url).say(message, k)).toMatchObject({ outcome: 'unknown' });
    for (let count = 0; count < 45; count++) await chatwoot.chats[0]?.says(`Answer ${count}`);
    expect(await adapterOf(chatwoot.url).say(message, anotherAttempt('k'))).toEqual(delivered);
    expect(said()?.filter((each) => each.startsWith('customer'))).toEqual(['customer: Where is it?']);
    const pages = chatwoot.requests.filter(
      ({ method, path }) => method === 'GET' && path.endsWith('/messages'),
    );
    expect(pages.map(({ query }) => query)).toEqual([
      '',
      expect.stringMatching(/^\?before=\d+$/),
      expect.stringMatching(/^\?before=\d+$/),
    ]);
  });

  it('are sent again where the last words of the customer are others, or the same and older', async () => {
    const liveChat = adapterOf(chatwoot.url);
    const chat = await opened(liveChat);
    for (const text of ['yes', 'no']) await liveChat.say(words(chat, text), k);
    expect(await adapterOf(chatwoot.url).say(words(chat, 'yes'), anotherAttempt('k'))).toEqual(delivered);
    const later = Date.now() + 60_000;
    expect(await adapterOf(chatwoot.url).say(words(chat, 'yes', later), anotherAttempt('l'))).toEqual(
      delivered,
    );
    expect(said()).toEqual(['customer: yes', 'customer: no', 'customer: yes', 'customer: yes']);
  });

  it('are told from the same words right before them, as long as the process lives', async () => {
    const liveChat = adapterOf(chatwoot.url);
    const chat = await opened(liveChat);
    await liveChat.say(words(chat, 'yes'), k);
    chatwoot.failNext({ path: '/send', reset: 'before' });
    expect(await liveChat.say(words(chat, 'yes'), firstAttempt('l'))).toMatchObject({ outcome: 'unknown' });
    expect(await liveChat.say(words(chat, 'yes'), anotherAttempt('l'))).toEqual(delivered);
    expect(said()).toEqual(['customer: yes', 'customer: yes']);
  });

  it('are not sent again while nothing can be looked up', async () => {
    const liveChat = adapterOf(chatwoot.url);
    const chat = await opened(liveChat);
    chatwoot.failNext({ status: 500 });
    expect(await liveChat.say(words(chat, 'Hello'), anotherAttempt('k'))).toMatchObject({
      outcome: 'not-delivered',
      cause: '500',
    });
    expect(said()).toEqual([]);
  });

  it('wait when there are too many of them, and are not lost', async () => {
    chatwoot.behave({ choices: { messagesPerMinute: 1 } });
    const liveChat = adapterOf(chatwoot.url);
    const chat = await opened(liveChat);
    await liveChat.say(words(chat, 'one'), k);
    expect(await liveChat.say(words(chat, 'two'), k)).toEqual({
      outcome: 'not-delivered',
      cause: '429 too-many-messages',
      retryAfterMs: 10_000,
    });
  });

  it('go out in pieces that Chatwoot takes', async () => {
    const pieces = adapterOf(chatwoot.url).split('x'.repeat(150_001));
    expect(pieces.map(({ length }) => length)).toEqual([150_000, 1]);
  });

  it('carry that the customer is typing', async () => {
    const liveChat = adapterOf(chatwoot.url);
    const chat = await opened(liveChat);
    await liveChat.typing(chat);
    expect(chatwoot.chats[0]?.customerTypedAt).toEqual(expect.any(String));
  });
});

describe('A notice to Chatwoot', () => {
  it('is a private note with a token, and among the words of the contact without one', async () => {
    const chat = await opened(adapterOf(chatwoot.url));
    await adapterOf(chatwoot.url, { hasToken: true }).say(notice(chat, 'Anna has left.'), k);
    await adapterOf(chatwoot.url).say(notice(chat, 'Anna is back.'), k);
    expect(said()).toEqual(['notice: Anna has left.', 'customer: Anna is back.']);
    const [note] = chatwoot.requests.filter(({ path }) => path.startsWith('/api/v1/'));
    expect(note?.body).toMatchObject({ private: true, message_type: 'outgoing' });
  });

  it('is found by its key when its answer was lost, among others with its text', async () => {
    const liveChat = adapterOf(chatwoot.url, { hasToken: true });
    const chat = await opened(liveChat);
    await liveChat.say(notice(chat, 'Anna waits.'), firstAttempt('n1'));
    chatwoot.failNext({ path: '/send', reset: 'before' });
    expect(await liveChat.say(notice(chat, 'Anna waits.'), firstAttempt('n2'))).toMatchObject({
      outcome: 'unknown',
    });
    const next = adapterOf(chatwoot.url, { hasToken: true });
    expect(await next.say(notice(chat, 'Anna waits.'), anotherAttempt('n2'))).toEqual(delivered);
    expect(await next.say(notice(chat, 'Anna waits.'), anotherAttempt('n2'))).toEqual(delivered);
    expect(said()).toEqual(['notice: Anna waits.', 'notice: Anna waits.']);
  });

  it('reaches agents although the token is not taken', async () => {
    const liveChat = adapterOf(chatwoot.url, { hasToken: true, token: 'of-a-user-who-has-left' });
    const chat = await opened(adapterOf(chatwoot.url));
    chatwoot.failNext({ path: '/send', after: 1, reset: 'after-accepting' });
    expect(await liveChat.say(notice(chat, 'Anna waits.'), k)).toMatchObject({ outcome: 'unknown' });
    expect(await liveChat.say(notice(chat, 'Anna waits.'), anotherAttempt('k'))).toEqual(delivered);
    expect(said()).toEqual(['customer: Anna waits.']);
  });
});

describe('What something else answers in the place of Chatwoot', () => {
  let server: OddServer;
  beforeEach(async () => {
    server = await oddServer();
  });
  afterEach(() => server.stop());

  const chat = { sessionId: anna.sessionId, liveChatId: liveChatId('1') };
  const inbox = json(200, { identifier: inboxIdentifier });
  const say = () => adapterOf(server.url).say(words(chat, 'Hello'), k);
  const end = () => adapterOf(server.url).end(chat, 'customer', k);

  it('is no 404 of Chatwoot while the inbox is not found either', async () => {
    server.next(page(404), page(404), json(404, { error: 'not found' }), json(404, {}));
    expect(await say()).toMatchObject({ outcome: 'not-delivered', cause: '404', isForeign: true });
    expect(await end()).toMatchObject({ outcome: 'not-delivered', cause: '404', isForeign: true });
  });

  it('is no 404 of Chatwoot when the contact has the conversation all the same', async () => {
    const listed = json(200, [{ id: 1, status: 'open', messages: [] }]);
    server.next(page(404), inbox, listed, json(404, { error: 'not found' }), inbox, listed);
    expect(await say()).toMatchObject({ outcome: 'not-delivered', cause: '404' });
    expect(await end()).toMatchObject({ outcome: 'not-delivered', cause: '404' });
  });

  it('is no 404 of Chatwoot while the second question is not answered', async () => {
    server.next(page(404), inbox, page(502), page(404), inbox, json(200, { odd: true }));
    expect(await say()).toMatchObject({ outcome: 'not-delivered', cause: '404' });
    expect(await end()).toMatchObject({ outcome: 'not-delivered', cause: '404' });
  });

  it('is a 404 of Chatwoot, whatever its body, when the inbox is there and a second question is answered alike', async () => {
    server.next(page(404), inbox, page(404), page(404), inbox, json(200, [{ id: 2, status: 'open' }]));
    expect(await say()).toEqual({ outcome: 'rejected', cause: 'unknown-live-chat' });
    expect(await say()).toEqual({ outcome: 'rejected', cause: 'unknown-live-chat' });
    server.next(page(404), inbox, json(200, []), json(200, []));
    expect(await end()).toEqual(delivered);
  });

  it('is a refusal for good with a body of Chatwoot’s own alone', async () => {
    server.next(json(422, { message: 'Content is too long', attributes: ['content'] }), page(413));
    expect(await say()).toEqual({ outcome: 'rejected', cause: 'invalid' });
    expect(await say()).toMatchObject({ outcome: 'not-delivered', cause: '413', isForeign: true });
  });

  it.each([page(200), json(200, {}), text(204, '')])('is no message that Chatwoot has', async (behaviour) => {
    server.next(behaviour);
    expect(await say()).toEqual({ outcome: 'unknown', cause: 'answer-without-message', isForeign: true });
  });

  it('is no end with a page', async () => {
    server.next(page(200), text(200, ''));
    expect(await end()).toMatchObject({ outcome: 'unknown', isForeign: true });
    expect(await end()).toEqual(delivered);
  });

  it('is no contact with a page', async () => {
    server.next(page(200), page(302));
    expect(await adapterOf(server.url).start(anna, k)).toMatchObject({ outcome: 'unknown', isForeign: true });
    expect(await adapterOf(server.url).start(anna, k)).toMatchObject({ outcome: 'not-delivered' });
  });
});
