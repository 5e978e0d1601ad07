import type { Unservable } from '../../bot-framework/activity-channel.ts';
import type { InboundActivity } from '../../bot-framework/inbound-activity.ts';
import { fieldsIn } from '../../bot-framework/json-fields.ts';

/**
 * Whether what an agent says would reach the customer in this conversation, and no person whom it does not concern: a meeting's
 * chat is gone with the meeting, and a shared channel has members of other organisations.
 */
export function unservable({
  conversation,
  channelData,
}: Pick<InboundActivity, 'conversation' | 'channelData'>): Unservable | undefined {
  const { meeting, channel } = fieldsIn(channelData);
  const isMeeting = meeting !== undefined || /^19:meeting_/i.test(conversation.id);
  if (isMeeting) return { reason: 'meeting', suits: 'another-conversation' };
  const { type, membershipType } = fieldsIn(channel);
  if (![type, membershipType].some(isShared)) return undefined;
  return { reason: 'shared-channel', suits: 'another-conversation' };
}

const isShared = (type: unknown): boolean => typeof type === 'string' && type.toLowerCase() === 'shared';
