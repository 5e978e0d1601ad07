import type { ChannelId } from '../../domain/ids.ts';
import type { Delivery } from './delivery.ts';
import type { DeliveryAttempt, IsStillWanted } from './delivery-attempt.ts';

/**
 * Where the customer is, reached outside of any turn. `address` is what was stored with the session, and holds what this
 * channel needs. Nothing here is idempotent: a repeat after `unknown` may be seen twice.
 */
export interface CustomerChannel {
  readonly id: ChannelId;
  readonly traits: ChannelTraits;
  /** An agent's words in pieces that the channel takes, most often one; joined they equal the text. */
  split(text: string): readonly string[];
  /** Shows an agent's words under the agent's name, or a notice of ours when there is no name. */
  say(address: string, message: ChannelMessage, attempt: DeliveryAttempt): Promise<Delivery>;
  /** Shows that an agent is typing. Best effort; nothing is kept or repeated. */
  typing(address: string, isStillWanted?: IsStillWanted): Promise<void>;
}

export interface CustomerChannels {
  /** Absent when it is not configured, or not any more: a session may have outlived its channel. */
  of(id: ChannelId): CustomerChannel | undefined;
  readonly all: readonly CustomerChannel[];
}

/** What tells one channel from another. */
export interface ChannelTraits {
  /** As customers know it, to be read in a sentence. */
  readonly name: string;
  /** The customer sees what waits for them as the answer to what they write next, and is not written to before. Default: at any time. */
  readonly isReachedInTurns?: true;
}

export interface ChannelMessage {
  readonly agentName?: string;
  readonly text: string;
}
