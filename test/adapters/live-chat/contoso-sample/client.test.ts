import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contosoSampleLiveChat } from '../../../../src/adapters/live-chat/contoso-sample/client.ts';
import type { LiveChat } from '../../../../src/application/ports/live-chat.ts';
import { channelId, liveChatId, sessionId } from '../../../../src/domain/ids.ts';
import { firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import {
  cutAfterHead,
  json,
  type OddServer,
  oddServer,
  page,
  reset,
  text,
} from '../../http/client/odd-server.ts';

let server: OddServer;
let liveChat: LiveChat;
beforeAll(async () => {
  server = await oddServer();
  liveChat = contosoSampleLiveChat({ baseUrl: server.url });
});
afterAll(() => server.stop());

const k = firstAttempt('k');
const chat = { sessionId: sessionId('hs_1'), liveChatId: liveChatId('a1b2c') };
const start = () =>
  liveChat.start(
    {
      sessionId: sessionId('hs_1'),
      channel: channelId('msteams'),
      customer: { id: 'a', name: 'Anna' },
      transcript: [],
    },
    k,
  );
const say = () =>
  liveChat.say({ ...chat, messageId: 'm', text: 'Hi', sender: 'Anna', at: 0, kind: 'customer' }, k);
const end = () => liveChat.end(chat, 'customer', k);

describe("The shipped sample's live chat", () => {
  it('is started without a body and names its conversation', async () => {
    server.next(json(200, { conversationId: 'a1b2c' }));
    expect(await start()).toEqual({ outcome: 'opened', liveChatId: 'a1b2c', opening: { as: 'queued' } });
    expect(server.heard.at(-1)).toMatchObject({ url: '/api/chat/start', body: '' });
  });

  it('is sent conversationId, message and sender, and nothing secret', async () => {
    server.next(json(200, { message: 'ok', messageId: 'x' }));
    expect(await say()).toEqual({ outcome: 'delivered' });
    expect(JSON.parse(server.heard.at(-1)?.body ?? '')).toEqual({
      conversationId: 'a1b2c',
      message: 'Hi',
      sender: 'Anna',
    });
    expect(server.heard.at(-1)?.url).toBe('/api/chat/receive');
    expect(server.heard.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it('is ended with its conversationId', async () => {
    server.next(json(200, { message: 'ended' }));
    expect(await end()).toEqual({ outcome: 'delivered' });
    expect(server.heard.at(-1)).toMatchObject({ url: '/api/chat/end', body: '{"conversationId":"a1b2c"}' });
  });

  it('leaves a start unknown that it may have carried out', async () => {
    server.next(reset, text(200, '<html>'), json(200, {}), json(500, {}), json(502, {}));
    for (let count = 0; count < 5; count++) expect(await start()).toMatchObject({ outcome: 'unknown' });
  });

  it('has not been touched by a 429, a 503 or what something in between answers', async () => {
    server.next(json(429, {}, { 'retry-after': '1' }), json(503, {}), page(404), page(302));
    expect(await start()).toMatchObject({ outcome: 'not-delivered', retryAfterMs: 1000 });
    for (let count = 0; count < 3; count++) expect(await start()).toMatchObject({ outcome: 'not-delivered' });
  });

  it('refuses a start with an error of its own', async () => {
    server.next(json(400, { error: 'x' }));
    expect(await start()).toEqual({ outcome: 'rejected', cause: 'unavailable' });
  });

  it('answers a message with 404 when it does not know it, and 400 when it is empty', async () => {
    server.next(
      json(404, { error: 'Conversation not found' }),
      json(410, { error: 'over' }),
      json(400, { error: 'Message text cannot be empty' }),
      json(500, {}),
      reset,
    );
    expect(await say()).toEqual({ outcome: 'rejected', cause: 'unknown-live-chat' });
    expect(await say()).toEqual({ outcome: 'rejected', cause: 'ended' });
    expect(await say()).toEqual({ outcome: 'rejected', cause: 'invalid' });
    expect(await say()).toMatchObject({ outcome: 'unknown' });
    expect(await say()).toMatchObject({ outcome: 'unknown' });
  });

  it.each([
    ['a page', page(200)],
    ['204', text(204, '')],
    ['another body', json(200, {})],
    ['a page that is cut', cutAfterHead(200, { 'content-type': 'text/html' })],
  ])('has not shown a message that is answered with 2xx and %s', async (_, behaviour) => {
    server.next(behaviour);
    expect(await say()).toEqual({ outcome: 'unknown', cause: 'answer-without-message', isForeign: true });
  });

  it('R26: has shown a message whose answer breaks off: it would be seen twice', async () => {
    server.next(cutAfterHead(200));
    expect(await say()).toEqual({ outcome: 'delivered' });
  });

  it.each([302, 400, 403, 404, 405, 410])('R25: says nothing with a page of %i', async (status) => {
    server.next(page(status), page(status));
    expect(await say()).toMatchObject({ outcome: 'not-delivered', cause: String(status) });
    expect(await end()).toMatchObject({ outcome: 'not-delivered', cause: String(status) });
  });

  it('is over when it does not know the conversation to end', async () => {
    server.next(json(404, { error: 'Conversation not found' }), json(503, {}), page(200));
    expect(await end()).toEqual({ outcome: 'delivered' });
    expect(await end()).toMatchObject({ outcome: 'not-delivered' });
    expect(await end()).toMatchObject({ outcome: 'unknown' });
  });
});
