import { MatchersV3 } from '@pact-foundation/pact';
import { describe, expect, test } from 'vitest';
import { postActivity } from '../../../src/adapters/bot-framework/post-activity.ts';
import { proactiveMessages } from '../../../src/adapters/channels/teams/proactive-messages.ts';
import { addressText } from '../../adapters/bot-framework/address.ts';
import { attempt } from '../../contracts/delivery-attempt.ts';
import { fromState, oneOf } from '../matchers.ts';
import { pactFile } from '../pact-file.ts';

const pact = pactFile('handoff-bridge', 'bot-connector');

/** As Teams has them; in a path they are URL-encoded. */
const conversationId = 'a:1x@unq.gbl.spaces;messageid=1';
const path = MatchersV3.fromProviderState(
  `/v3/conversations/\${conversationInPath}/activities`,
  `/v3/conversations/${encodeURIComponent(conversationId)}/activities`,
);

/** Stands where the token goes; whoever verifies puts a real one there. */
const agreedToken = 'the-agreed-token';
const headers = (token: string = agreedToken) => ({
  'Content-Type': 'application/json',
  Authorization: `Bearer ${token}`,
});

const channelOf = (token: string = agreedToken) =>
  proactiveMessages({
    post: postActivity(
      async () => token,
      () => true,
    ),
  });

const addressAt = (serviceUrl: string): string =>
  addressText({ conversationId, channelServiceUrl: `${serviceUrl}/`, locale: 'en-GB' });

const envelope = {
  channelId: 'msteams',
  from: { id: '28:copilot-app' },
  conversation: { id: fromState('conversationId', conversationId), tenantId: 'tenant-1' },
  locale: 'en-GB',
};
const message = { ...envelope, type: 'message', text: '**Dana**: Hello Robin', textFormat: 'markdown' };
const said = { agentName: 'Dana', text: 'Hello Robin' };
const taken = MatchersV3.matchStatus(201, [200, 201, 202]);

describe('to the customer', () => {
  test('a message of the agent', () =>
    pact
      .interaction()
      .given('a customer has a conversation')
      .uponReceiving('a message of the agent')
      .withRequest('POST', path, (request) => request.headers(headers()).jsonBody(message))
      .willRespondWith(taken)
      .executeTest(async ({ url }) => {
        expect(await channelOf().say(addressAt(url), said, attempt)).toEqual({
          outcome: 'delivered',
        });
      }));

  test('typing', () =>
    pact
      .interaction()
      .given('a customer has a conversation')
      .uponReceiving('typing')
      .withRequest('POST', path, (request) =>
        request.headers(headers()).jsonBody({ ...envelope, type: 'typing' }),
      )
      .willRespondWith(taken)
      .executeTest(({ url }) => channelOf().typing(addressAt(url))));
});

describe('a refusal', () => {
  test('of too many messages is waited out', () =>
    pact
      .interaction()
      .given('too many messages were sent to a customer')
      .uponReceiving('one message too many')
      .withRequest('POST', path, (request) => request.headers(headers()).jsonBody(message))
      .willRespondWith(429, (response) =>
        response.headers({ 'Retry-After': MatchersV3.regex('^[0-9]+$', '2') }),
      )
      .executeTest(async ({ url }) => {
        const delivery = await channelOf().say(addressAt(url), said, attempt);
        expect(delivery).toEqual({ outcome: 'not-delivered', cause: '429', retryAfterMs: 2000 });
      }));

  const permanent: readonly (readonly [number, string, string])[] = [
    [404, 'ConversationNotFound', 'a conversation is not known'],
    [403, 'BotDisabledByAdmin', 'messages are refused'],
    [403, 'BotNotInConversationRoster', 'messages are refused'],
    [403, 'ConversationBlockedByUser', 'messages are refused'],
    [403, 'ForbiddenOperationException', 'messages are refused'],
    [413, 'MessageSizeTooBig', 'messages are refused'],
    [400, 'BadSyntax', 'messages are refused'],
    [401, 'BotNotRegistered', 'messages are refused'],
  ];
  test.each(permanent)('%i %s is for good', (status, code, state) => {
    const interaction = pact.interaction();
    const given =
      state === 'messages are refused'
        ? interaction.given(state, { status, code })
        : interaction.given(state);
    return given
      .uponReceiving(`a message that is refused with ${code}`)
      .withRequest('POST', path, (request) => request.headers(headers()).jsonBody(message))
      .willRespondWith(status, (response) => response.jsonBody({ error: { code: oneOf([code], code) } }))
      .executeTest(async ({ url }) => {
        const delivery = await channelOf().say(addressAt(url), said, attempt);
        expect(delivery).toEqual({ outcome: 'rejected', cause: `${status} ${code}` });
      });
  });

  test('of a wrong token is repeated, since there may be a right one', () =>
    pact
      .interaction()
      .given('a customer has a conversation')
      .uponReceiving('a message with a wrong token')
      .withRequest('POST', path, (request) => request.headers(headers('wrong')).jsonBody(message))
      .willRespondWith(401)
      .executeTest(async ({ url }) => {
        const delivery = await channelOf('wrong').say(addressAt(url), said, attempt);
        expect(delivery).toEqual({ outcome: 'not-delivered', cause: '401' });
      }));
});

test('the committed pact is the one that these tests make', () => pact.isCommitted());
