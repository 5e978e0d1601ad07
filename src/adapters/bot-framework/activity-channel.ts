import type { ChannelMessage, ChannelTraits } from '../../application/ports/customer-channel.ts';
import type { ChannelId } from '../../domain/ids.ts';
import type { InboundActivity } from './inbound-activity.ts';

/** A customer's channel as a caller asks it about an activity that comes from there. */
export interface ActivityChannel {
  /** What Bot Framework calls it in `channelId`. */
  readonly id: ChannelId;
  readonly traits: ChannelTraits;
  /** By which caller its activities come. */
  readonly reachedBy: 'skill' | 'connected-agent';
  /** Why this conversation cannot have a handoff; absent when it can. */
  unservable(activity: InboundActivity): Unservable | undefined;
  /** What the channel needs to reach the customer outside of a turn; becomes part of the session's address. */
  placeOf(activity: InboundActivity, conversation: ActivityOrigin): Readonly<Record<string, string>>;
  /** Words as part of the answer to a turn; absent where customers are reached outside of turns. */
  inTurn?(message: ChannelMessage): ShownMessage;
}

export interface ShownMessage {
  readonly type: 'message';
  readonly text: string;
  readonly textFormat: 'markdown' | 'plain';
}

export interface Unservable {
  /** A word for conditions in a topic. */
  readonly reason: string;
  /** Whether the customer has to go elsewhere, or only to another conversation of the same channel. */
  readonly suits: 'no-conversation-here' | 'another-conversation';
}

export interface ActivityOrigin {
  readonly tenantId: string;
  readonly copilotAppId: string;
}
