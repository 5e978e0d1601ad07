import type { Unservable } from '../../bot-framework/activity-channel.ts';
import { knownChannel } from '../../bot-framework/channel-traits/known-channel.ts';
import type { InboundActivity } from '../../bot-framework/inbound-activity.ts';

/** Whether what an agent says would reach the customer in this conversation; it does in a channel that is not known. */
export function unservable(activity: InboundActivity): Unservable | undefined {
  const known = knownChannel(activity);
  if (known?.reach['connected-agent'] !== 'never') return undefined;
  return { reason: known.reason ?? known.id, suits: 'no-conversation-here' };
}
