import type { InboundActivity } from '../inbound-activity.ts';
import { fieldsIn } from '../json-fields.ts';

/** Why a conversation cannot be handed over. */
export type Unservable = 'channel' | 'copilot-chat' | 'meeting' | 'shared-channel';

/**
 * Whether what an agent says would reach the customer in this conversation, and no person whom it does not concern: a meeting's
 * chat is gone with the meeting, a shared channel has members of other organisations, and Microsoft 365 Copilot, which calls
 * itself Teams, shows nothing outside of a turn.
 */
export function unservable({
  channelId,
  conversation,
  entities,
  channelData,
}: InboundActivity): Unservable | undefined {
  if (channelId !== 'msteams') return 'channel';
  if (entities?.some(isCopilotChat)) return 'copilot-chat';
  const { meeting, channel } = fieldsIn(channelData);
  if (meeting !== undefined || /^19:meeting_/i.test(conversation.id)) return 'meeting';
  const { type, membershipType } = fieldsIn(channel);
  return [type, membershipType].some(isShared) ? 'shared-channel' : undefined;
}

function isCopilotChat(entity: unknown): boolean {
  const { type, id } = fieldsIn(entity);
  return type === 'ProductInfo' && typeof id === 'string' && id.toLowerCase() === 'copilot';
}

const isShared = (type: unknown): boolean => typeof type === 'string' && type.toLowerCase() === 'shared';
