import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveChat } from '../../../../src/application/ports/live-chat.ts';
import { liveChatId, sessionId } from '../../../../src/domain/ids.ts';
import { anotherAttempt, firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import { json, type OddServer, oddServer, page, text } from '../../http/client/odd-server.ts';
import { briefedStart, openedAt } from './world.ts';

let server: OddServer;
let liveChat: LiveChat;
beforeAll(async () => {
  server = await oddServer();
  liveChat = openedAt(server.url, {
    LIVECHAT_ZENDESK_SUPPORT_URL: undefined,
    LIVECHAT_ZENDESK_SUPPORT_TOKEN: undefined,
    LIVECHAT_ZENDESK_SCHEDULE_ID: undefined,
  }).liveChat;
});
afterAll(() => server.stop());

const chat = { sessionId: sessionId('hs_1'), liveChatId: liveChatId('c1') };
const said = { ...chat, messageId: 'm', text: 'Hi', sender: 'Anna', at: 0, kind: 'customer' } as const;
const refusal = (code: string) => ({ errors: [{ code, title: 'A title' }] });
const say = (attempt = firstAttempt('k')) => liveChat.say(said, attempt);

describe('What Zendesk answers to words', () => {
  it.each([
    [400, 'bad_request', { outcome: 'rejected', cause: 'invalid' }],
    [413, 'payload_too_large', { outcome: 'rejected', cause: 'invalid' }],
    [404, 'conversation_not_found', { outcome: 'rejected', cause: 'unknown-live-chat' }],
    [423, 'locked', { outcome: 'rejected', cause: 'ended' }],
    [401, 'unauthorized', { outcome: 'not-delivered', cause: '401' }],
    [429, 'too_many_requests', { outcome: 'not-delivered', cause: '429' }],
    [503, 'unavailable', { outcome: 'not-delivered', cause: '503' }],
    [500, 'internal', { outcome: 'unknown', cause: '500' }],
  ])('is final or not by status %i with its own errors', async (status, code, outcome) => {
    server.next(json(status, refusal(code)));
    expect(await say()).toMatchObject(outcome);
  });

  it('is not believed without its own errors', async () => {
    for (const body of [page(404), json(404, { error: 'no' }), json(400, { errors: [] })]) {
      server.next(body);
      expect(await say()).toMatchObject({ outcome: 'not-delivered', isForeign: true });
    }
    for (const body of [json(201, { messages: [] }), json(200, {}), text(201, '')]) {
      server.next(body);
      expect(await say()).toEqual({
        outcome: 'unknown',
        cause: 'answer-not-as-documented',
        isForeign: true,
      });
    }
  });

  it('leaves it open whether they arrived, when a look fails', async () => {
    server.next(json(429, refusal('too_many_requests')));
    expect(await say(anotherAttempt('k'))).toMatchObject({ outcome: 'unknown', cause: '429' });
    server.next(json(404, refusal('conversation_not_found')));
    expect(await say(anotherAttempt('k'))).toEqual({ outcome: 'rejected', cause: 'unknown-live-chat' });
  });

  it('may have nulls and more than is known', async () => {
    const message = { id: 'z', received: null, metadata: null, author: null, more: { a: null } };
    server.next(json(201, { messages: [message], meta: null }));
    expect(await say()).toEqual({ outcome: 'delivered' });
  });
});

describe('What Zendesk answers to an end', () => {
  const end = () => liveChat.end(chat, 'customer', firstAttempt('k'));
  const conversation = (active?: object) => ({
    conversation: { id: 'c1', metadata: null, activeSwitchboardIntegration: active ?? null },
  });

  it('is done when the conversation is not known, or has nothing to give back', async () => {
    server.next(json(404, refusal('conversation_not_found')));
    expect(await end()).toEqual({ outcome: 'delivered' });
    for (const active of [undefined, { id: 'b', name: 'bot', integrationType: 'zd:answerBot' }]) {
      server.next(json(403, refusal('forbidden')));
      server.next(json(200, conversation(active)));
      expect(await end()).toEqual({ outcome: 'delivered' });
    }
  });

  it('is refused when the agents keep the conversation', async () => {
    server.next(json(403, refusal('forbidden')));
    server.next(json(200, conversation({ id: 'w', name: 'zd-agentWorkspace' })));
    expect(await end()).toEqual({ outcome: 'rejected', cause: '403' });
  });

  it('is tried again after everything else', async () => {
    for (const answer of [json(429, refusal('too_many')), page(200), json(500, refusal('x'))]) {
      server.next(answer);
      expect(['unknown', 'not-delivered']).toContain((await end()).outcome);
    }
  });
});

describe('What Zendesk answers to a start', () => {
  const start = () => liveChat.start(briefedStart(), firstAttempt('k'));

  it.each([
    [400, 'bad_request'],
    [403, 'forbidden'],
    [404, 'app_not_found'],
  ])('is final with status %i and its own errors', async (status, code) => {
    server.next(json(status, refusal(code)));
    expect(await start()).toEqual({ outcome: 'rejected', cause: 'unavailable' });
  });

  it('leaves nothing behind when it comes before the conversation, and may leave one after it', async () => {
    server.next(json(429, refusal('too_many')));
    expect(await start()).toMatchObject({ outcome: 'not-delivered' });
    server.next(json(201, { user: { id: 'u' } }));
    server.next(json(429, refusal('too_many')));
    expect(await start()).toMatchObject({ outcome: 'not-delivered' });
    // The user was there before, so that an attempt whose answer was lost may have made one.
    server.next(json(409, refusal('conflict')), json(200, { conversations: [] }));
    server.next(json(429, refusal('too_many')));
    expect(await start()).toMatchObject({ outcome: 'unknown', cause: '429' });
    server.next(json(201, { user: { id: 'u' } }));
    server.next(json(201, { conversation: { id: 'c' } }));
    server.next(json(429, refusal('too_many')));
    expect(await start()).toMatchObject({ outcome: 'unknown', cause: '429' });
  });
});
