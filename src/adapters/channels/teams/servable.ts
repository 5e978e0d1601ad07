import type { Unservable } from '../../bot-framework/activity-channel.ts';
import { isCopilotChat } from '../../bot-framework/copilot-chat.ts';
import type { InboundActivity } from '../../bot-framework/inbound-activity.ts';
import { fieldsIn } from '../../bot-framework/json-fields.ts';

/**
 * Whether what an agent says would reach the customer in this conversation, and no person whom it does not concern: a meeting's
 * chat is gone with the meeting, a shared channel has members of other organisations, and Microsoft 365 Copilot, which calls
 * itself Teams, shows nothing outside of a turn.
 */
export function unservable({
  conversation,
  entities,
  channelData,
}: Pick<InboundActivity, 'conversation' | 'entities' | 'channelData'>): Unservable | undefined {
  if (isCopilotChat(entities)) return { reason: 'copilot-chat', suits: 'no-conversation-here' };
  const { meeting, channel } = fieldsIn(channelData);
  const isMeeting = meeting !== undefined || /^19:meeting_/i.test(conversation.id);
  if (isMeeting) return { reason: 'meeting', suits: 'another-conversation' };
  const { type, membershipType } = fieldsIn(channel);
  if (![type, membershipType].some(isShared)) return undefined;
  return { reason: 'shared-channel', suits: 'another-conversation' };
}

const isShared = (type: unknown): boolean => typeof type === 'string' && type.toLowerCase() === 'shared';
