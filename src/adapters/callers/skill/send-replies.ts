import { DeliveryModes } from '@microsoft/agents-activity';
import { copilotScope } from '../../bot-framework/identity/tokens/tokens.ts';
import type { InboundActivity, ReceivedActivity } from '../../bot-framework/inbound-activity.ts';
import type { PostActivity } from '../../bot-framework/post-activity.ts';
import { ReplyNotDelivered, type TurnAnswer } from '../caller.ts';
import type { Reply } from './skill-turn.ts';

interface Replying extends ReceivedActivity {
  readonly replies: readonly Reply[];
}

/**
 * Gives the replies of a turn in the way that the activity asks for, written as the Agents SDK writes them, which judges them in the
 * tests. Its own turn would take two fifths of a handoff's processor time.
 */
export function sendReplies(post: PostActivity, replying: Replying): TurnAnswer | Promise<TurnAnswer> {
  const { activity, replies } = replying;
  const written = replies.map((reply) => JSON.stringify({ ...reply, ...envelopeOf(activity) }));
  if (activity.deliveryMode?.toLowerCase() === expectsReplies)
    return { body: `{"activities":[${written.join(',')}]}` };
  return written.length === 0 ? {} : postEach(post, replying, written);
}

const expectsReplies = DeliveryModes.ExpectReplies.toLowerCase();

async function postEach(
  post: PostActivity,
  { activity, callerAppId }: Replying,
  bodies: readonly string[],
): Promise<TurnAnswer> {
  const { serviceUrl, conversation, id } = activity;
  const to = { serviceUrl, conversationId: conversation.id, ...(id !== undefined && { replyTo: id }) };
  for (const body of bodies) {
    const sent = await post({ ...to, body, scope: copilotScope(callerAppId) });
    if (sent.outcome !== 'delivered')
      throw new ReplyNotDelivered(`the copilot did not take a reply: ${sent.cause}`);
  }
  return {};
}

type Account = NonNullable<InboundActivity['from']>;

const accountOf = ({ id, name, role }: Account): Account => ({
  id,
  ...(name !== undefined && { name }),
  ...(role !== undefined && { role }),
});

/** A reply goes from whom the activity was for to whom it is from; an activity of the copilot itself may have no sender. */
function envelopeOf({ channelId, serviceUrl, locale, conversation, id, ...accounts }: InboundActivity) {
  const { from, recipient } = accounts;
  return {
    channelId,
    serviceUrl,
    ...(locale !== undefined && { locale }),
    conversation: { id: conversation.id, ...(conversation.tenantId && { tenantId: conversation.tenantId }) },
    ...(recipient && { from: accountOf(recipient) }),
    recipient: from ? accountOf(from) : { id: conversation.id },
    ...(id !== undefined && { replyToId: id }),
  };
}
