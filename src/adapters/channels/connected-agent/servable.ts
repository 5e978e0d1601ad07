import type { Unservable } from '../../bot-framework/activity-channel.ts';
import { isCopilotChat } from '../../bot-framework/copilot-chat.ts';
import type { InboundActivity } from '../../bot-framework/inbound-activity.ts';

/** Channels that show nothing outside of a turn, by the names that Bot Framework has for them, in lower case. */
const silentOnes: Readonly<Record<string, string>> = {
  'msteams:copilot': 'copilot-chat',
  m365extensions: 'copilot-chat',
  telephony: 'telephony',
};

/** Whether what an agent says would reach the customer in this conversation. */
export function unservable({ channelId, entities }: InboundActivity): Unservable | undefined {
  const reason = isCopilotChat(entities) ? 'copilot-chat' : silentOnes[channelId.toLowerCase()];
  return reason === undefined ? undefined : { reason, suits: 'no-conversation-here' };
}
