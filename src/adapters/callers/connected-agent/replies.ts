import type { PostCallback } from '../../bot-framework/callback/post-callback.ts';
import type { InboundActivity } from '../../bot-framework/inbound-activity.ts';
import { markdownMessage } from '../../bot-framework/markdown.ts';
import { ReplyNotDelivered, type TurnAnswer } from '../caller.ts';

export type Reply = ReturnType<typeof say> | ReturnType<typeof endOfConversation>;

/** Words of ours. */
export const say = (text: string) => markdownMessage(undefined, text);

/** Says that the copilot has its customer back; never in place of words. */
export const endOfConversation = (reason: string) => ({
  type: 'endOfConversation' as const,
  code: 'completedSuccessfully',
  value: { HandoffStatus: 'ended', Reason: reason },
});

/** Gives the replies of a turn in the way that the activity asks for. */
export function sendReplies(
  post: PostCallback,
  activity: InboundActivity,
  replies: readonly Reply[],
): TurnAnswer | Promise<TurnAnswer> {
  const written = replies.map((reply) => JSON.stringify({ ...envelopeOf(activity), ...reply }));
  switch (activity.deliveryMode?.toLowerCase()) {
    case 'expectreplies':
      return { body: `{"activities":[${written.join(',')}]}` };
    case 'stream':
      return { body: written.map(eventOf).join(''), contentType: 'text/event-stream' };
    default:
      return written.length === 0 ? {} : postEach(post, activity.serviceUrl, written);
  }
}

/** As the Agents SDK writes one: https://github.com/microsoft/Agents-for-net, ActivityResponseHandler. */
const eventOf = (data: string): string => `event: activity\r\ndata: ${data}\r\n\r\n`;

async function postEach(
  post: PostCallback,
  callback: string,
  bodies: readonly string[],
): Promise<TurnAnswer> {
  for (const body of bodies) {
    const sent = await post({ callback, body });
    if (sent.outcome !== 'delivered')
      throw new ReplyNotDelivered(`the copilot did not take a reply: ${sent.cause}`);
  }
  return {};
}

/** A reply goes from whom the activity was for to whom it is from. The callback is in none. */
const envelopeOf = ({ channelId, conversation, from, recipient, id }: InboundActivity) => ({
  channelId,
  conversation: { id: conversation.id },
  ...(recipient && { from: { id: recipient.id } }),
  ...(from && { recipient: { id: from.id } }),
  ...(id !== undefined && { replyToId: id }),
});
