import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InboundActivity } from '../../../../src/adapters/bot-framework/inbound-activity.ts';
import { endOfConversation } from '../../../../src/adapters/callers/skill/end-of-conversation.ts';
import type { Reply } from '../../../../src/adapters/callers/skill/replies.ts';
import { sendReplies } from '../../../../src/adapters/callers/skill/send-replies.ts';
import { sdkTurn } from './sdk-turn.ts';

const word = fc.string({ minLength: 1, maxLength: 12 });
const account = fc.record(
  { id: word, name: word, role: fc.constantFrom('user', 'bot') },
  { requiredKeys: ['id'] },
);

const anyActivity: fc.Arbitrary<InboundActivity> = fc.record(
  {
    type: fc.constantFrom('message', 'event'),
    id: word,
    channelId: fc.constant('msteams'),
    serviceUrl: fc.webUrl(),
    locale: fc.constantFrom('en-GB', 'de-DE'),
    from: account,
    recipient: account.map((each) => ({ ...each, role: 'skill' })),
    conversation: fc.record({ id: word, tenantId: word }, { requiredKeys: ['id'] }),
    deliveryMode: fc.constantFrom('expectReplies', 'normal'),
  },
  { requiredKeys: ['type', 'channelId', 'serviceUrl', 'recipient', 'conversation'] },
);

const anyReply: fc.Arbitrary<Reply> = fc.oneof(
  word.map((text) => ({ type: 'message' as const, text })),
  fc
    .record({ status: fc.constantFrom('queued' as const, 'none' as const), liveChatId: word })
    .map(endOfConversation),
);

describe('Replies of a turn', () => {
  it('are those that the Agents SDK makes of them, in the answer or to the service URL', async () => {
    const replies = fc.array(anyReply, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(anyActivity, replies, async (activity, given) => {
        const posted: unknown[] = [];
        const post = async ({ body }: { readonly body: string }) => {
          posted.push(JSON.parse(body));
          return { outcome: 'delivered' } as const;
        };
        const { body } = await sendReplies(post, { activity, callerAppId: 'copilot-app', replies: given });
        // The SDK needs a sender to reply to.
        const sent = { ...activity, from: activity.from ?? { id: activity.conversation.id } };
        const judge = await sdkTurn(sent, given);
        expect(posted).toEqual(judge.posted);
        expect(body && JSON.parse(body)).toEqual(judge.answer);
      }),
      { numRuns: 50 },
    );
  });

  it('answer an activity without any, in the way that it asks for', async () => {
    const [activity] = fc.sample(anyActivity, 1);
    const none = (deliveryMode: string) =>
      activity &&
      sendReplies(() => Promise.reject(new Error('nothing to post')), {
        activity: { ...activity, deliveryMode },
        callerAppId: 'copilot-app',
        replies: [],
      });
    expect(await none('ExpectReplies')).toEqual({ body: '{"activities":[]}' });
    expect(await none('normal')).toEqual({});
  });
});
