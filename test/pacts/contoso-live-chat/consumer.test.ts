import { MatchersV3 } from '@pact-foundation/pact';
import { describe, expect, test } from 'vitest';
import { contosoSampleLiveChat } from '../../../src/adapters/live-chat/contoso-sample/client.ts';
import type { LiveChatMessage, LiveChatStart } from '../../../src/application/ports/live-chat.ts';
import { channelId, liveChatId, sessionId } from '../../../src/domain/ids.ts';
import { firstAttempt } from '../../contracts/live-chat-attempt.ts';
import { anId, fromState } from '../matchers.ts';
import { pactFile } from '../pact-file.ts';

const pact = pactFile('handoff-bridge', 'contoso-live-chat');
const headers = { 'Content-Type': 'application/json' };
const chat = liveChatId('a1b2c');
const key = firstAttempt('not sent: the sample knows no keys');

const session = sessionId('5b2f7c9e-3f0a-4c57-9d52-0f6f3f1f2a11');
const start: LiveChatStart = {
  sessionId: session,
  channel: channelId('msteams'),
  customer: { id: 'customer-1', name: 'Robin Lee' },
  transcript: [],
};

const said: LiveChatMessage = {
  sessionId: session,
  liveChatId: chat,
  messageId: 'message-1',
  text: 'Good morning, it is the power supply.',
  sender: 'Robin Lee',
  at: 0,
  kind: 'customer',
};

const refused = (status: number, error: string) => ({ status, body: { error: MatchersV3.string(error) } });
const notFound = refused(404, 'Conversation not found');

test('a start', () =>
  pact
    .interaction()
    .uponReceiving('a start')
    .withRequest('POST', '/api/chat/start', (request) => request.headers(headers))
    .willRespondWith(200, (response) => response.jsonBody({ conversationId: anId(chat) }))
    .executeTest(async ({ url }) => {
      const outcome = await contosoSampleLiveChat({ baseUrl: url }).start(start, key);
      expect(outcome).toEqual({ outcome: 'opened', liveChatId: chat, opening: { as: 'queued' } });
    }));

describe('a message', () => {
  const unknown = { outcome: 'rejected', cause: 'unknown-live-chat' } as const;
  const taken = {
    status: 200,
    body: { message: MatchersV3.string('Message received'), messageId: MatchersV3.string('f3a9d0') },
  };
  const cases = [
    ['a message of the customer', 'a live chat is open', said, taken, { outcome: 'delivered' }],
    [
      'an empty message',
      'a live chat is open',
      { ...said, text: '' },
      refused(400, 'Message text cannot be empty'),
      { outcome: 'rejected', cause: 'invalid' },
    ],
    ['a message to an unknown live chat', 'a live chat is not known', said, notFound, unknown],
    ['a message to a live chat that has ended', 'a live chat has ended', said, notFound, unknown],
  ] as const;
  test.each(cases)('that is %s', (description, state, message, { status, body }, expected) =>
    pact
      .interaction()
      .given(state)
      .uponReceiving(description)
      .withRequest('POST', '/api/chat/receive', (request) =>
        request.headers(headers).jsonBody({
          conversationId: fromState('conversationId', chat),
          message: message.text,
          sender: message.sender,
        }),
      )
      .willRespondWith(status, (response) => response.jsonBody(body))
      .executeTest(async ({ url }) => {
        expect(await contosoSampleLiveChat({ baseUrl: url }).say(message, key)).toEqual(expected);
      }),
  );
});

test.each([
  [
    'an end',
    'a live chat is open',
    { status: 200, body: { message: MatchersV3.string('Conversation ended') } },
  ],
  ['an end of a live chat that is not known', 'a live chat is not known', notFound],
] as const)('that is %s', (description, state, { status, body }) =>
  pact
    .interaction()
    .given(state)
    .uponReceiving(description)
    .withRequest('POST', '/api/chat/end', (request) =>
      request.headers(headers).jsonBody({ conversationId: fromState('conversationId', chat) }),
    )
    .willRespondWith(status, (response) => response.jsonBody(body))
    .executeTest(async ({ url }) => {
      const delivery = await contosoSampleLiveChat({ baseUrl: url }).end(said, 'customer', key);
      expect(delivery).toEqual({ outcome: 'delivered' });
    }),
);

test('the committed pact is the one that these tests make', () => pact.isCommitted());
