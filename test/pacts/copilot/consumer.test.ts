import { MatchersV3 } from '@pact-foundation/pact';
import { describe, expect, test } from 'vitest';
import { postActivity } from '../../../src/adapters/bot-framework/post-activity.ts';
import { endOfConversation } from '../../../src/adapters/callers/skill/end-of-conversation.ts';
import { giveBack } from '../../../src/adapters/callers/skill/give-back.ts';
import { sendReplies } from '../../../src/adapters/callers/skill/send-replies.ts';
import { liveChatId } from '../../../src/domain/ids.ts';
import { addressText } from '../../adapters/bot-framework/address.ts';
import { attempt } from '../../contracts/delivery-attempt.ts';
import { fromState } from '../matchers.ts';
import { pactFile } from '../pact-file.ts';

const pact = pactFile('handoff-bridge', 'copilot-studio');

/** As Teams has them; in a path they are URL-encoded. */
const conversationId = 'a:1x@unq.gbl.spaces;messageid=1';
const activitiesPath = `/v3/conversations/${encodeURIComponent(conversationId)}/activities`;
const path = MatchersV3.fromProviderState(
  `/v3/conversations/\${conversationInPath}/activities`,
  activitiesPath,
);

/** Stands where the token goes; whoever verifies puts a real one there. */
const agreedToken = 'the-agreed-token';
const headers = (token: string = agreedToken) => ({
  'Content-Type': 'application/json',
  Authorization: `Bearer ${token}`,
});
const taken = MatchersV3.matchStatus(200, [200, 201, 202]);

const post = (token: string) =>
  postActivity(
    async () => token,
    () => true,
  );

describe('the end of a handoff', () => {
  const body = {
    type: 'endOfConversation',
    code: 'completedSuccessfully',
    value: { LiveChatConversationId: 'lc-1', HandoffStatus: 'ended', Reason: 'agent' },
    channelId: 'msteams',
    from: { id: 'skill-app', role: 'skill' },
    recipient: { id: '29:1x', role: 'user' },
    conversation: { id: fromState('conversationId', conversationId), tenantId: 'tenant-1' },
  };

  const returned = (serviceUrl: string, token: string = agreedToken) => {
    const address = addressText({ conversationId, copilotServiceUrl: `${serviceUrl}/` });
    const end = { reason: 'agent', liveChatId: liveChatId('lc-1') } as const;
    return giveBack(post(token))(address, end, attempt);
  };

  test('is told on our own account', () =>
    pact
      .interaction()
      .given('a customer has a conversation')
      .uponReceiving('the end of a handoff')
      .withRequest('POST', path, (request) => request.headers(headers()).jsonBody(body))
      .willRespondWith(taken)
      .executeTest(async ({ url }) => {
        expect(await returned(url)).toEqual({ outcome: 'delivered' });
      }));

  test('is told again later when the copilot cannot be reached', () =>
    pact
      .interaction()
      .given('replies are refused', { status: 503 })
      .uponReceiving('the end of a handoff while the copilot is not available')
      .withRequest('POST', path, (request) => request.headers(headers()).jsonBody(body))
      .willRespondWith(503)
      .executeTest(async ({ url }) => {
        expect(await returned(url)).toEqual({ outcome: 'not-delivered', cause: '503' });
      }));

  test('is told again later when the token was wrong', () =>
    pact
      .interaction()
      .given('a customer has a conversation')
      .uponReceiving('the end of a handoff with a wrong token')
      .withRequest('POST', path, (request) => request.headers(headers('wrong')).jsonBody(body))
      .willRespondWith(401)
      .executeTest(async ({ url }) => {
        expect(await returned(url, 'wrong')).toEqual({ outcome: 'not-delivered', cause: '401' });
      }));
});

describe('a reply to an activity', () => {
  const activity = {
    type: 'event',
    name: 'startConversation',
    id: 'activity-1',
    channelId: 'msteams',
    conversation: { id: conversationId },
    from: { id: '29:1x', role: 'user' },
    recipient: { id: 'skill-app', role: 'skill' },
  };

  test('goes to the service URL', () =>
    pact
      .interaction()
      .given('a customer has a conversation')
      .uponReceiving('the reply to an activity')
      .withRequest(
        'POST',
        MatchersV3.fromProviderState(
          `/v3/conversations/\${conversationInPath}/activities/activity-1`,
          `${activitiesPath}/activity-1`,
        ),
        (request) =>
          request.headers(headers()).jsonBody({
            type: 'endOfConversation',
            code: 'completedSuccessfully',
            value: { LiveChatConversationId: 'lc-1', HandoffStatus: 'queued', Reason: '' },
            replyToId: 'activity-1',
            channelId: 'msteams',
            serviceUrl: MatchersV3.string('https://copilot.example/'),
            from: { id: 'skill-app', role: 'skill' },
            recipient: { id: '29:1x', role: 'user' },
            conversation: { id: fromState('conversationId', conversationId) },
          }),
      )
      .willRespondWith(taken)
      .executeTest(async ({ url }) => {
        const turn = { activity: { ...activity, serviceUrl: `${url}/` }, callerAppId: 'copilot-app' };
        const replies = [endOfConversation({ status: 'queued', liveChatId: 'lc-1' })];
        expect(await sendReplies(post(agreedToken), { ...turn, replies })).toEqual({});
      }));
});

test('the committed pact is the one that these tests make', () => pact.isCommitted());
