import type { ClosingReason } from '../../domain/handoff-session.ts';
import type { LiveChatId } from '../../domain/ids.ts';
import type { Delivery } from './delivery.ts';

/**
 * The customer's side, reached outside of any turn. `address` is what the channel's own adapter stored with the
 * session. Nothing here is idempotent: a repeat after `unknown` may be seen twice.
 *
 * `isStillWanted` is asked last, when there is nothing left to wait for; when it says no, nothing is sent and the outcome is
 * `rejected` with the cause `ended`.
 */
export interface CustomerChannel {
  /** An agent's words in pieces that the channel takes, most often one; joined they equal the text. */
  split(text: string): readonly string[];
  /** Shows an agent's words under the agent's name, or a notice of ours when there is no name. */
  say(address: string, message: ChannelMessage, isStillWanted: IsStillWanted): Promise<Delivery>;
  /** Shows that an agent is typing. Best effort; nothing is kept or repeated. */
  typing(address: string): Promise<void>;
  /** Gives the customer back to the copilot. `rejected` when the copilot will not take it: the next turn does it then. */
  returnToCopilot(address: string, end: ReturnToCopilot, isStillWanted: IsStillWanted): Promise<Delivery>;
}

export interface ChannelMessage {
  readonly agentName?: string;
  readonly text: string;
}

export type IsStillWanted = () => Promise<boolean>;

export interface ReturnToCopilot {
  readonly reason: ClosingReason;
  readonly liveChatId?: LiveChatId;
}
