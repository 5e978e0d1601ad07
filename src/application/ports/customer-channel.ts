import type { ClosingReason } from '../../domain/handoff-session.ts';
import type { LiveChatId, SessionId } from '../../domain/ids.ts';
import type { Delivery } from './delivery.ts';

/**
 * The customer's side, reached outside of any turn. `address` is what the channel's own adapter stored with the
 * session. Nothing here is idempotent: a repeat after `unknown` may be seen twice.
 *
 * An attempt's `isStillWanted` is asked last, when there is nothing left to wait for; when it says no, nothing is sent and the
 * outcome is `rejected` with the cause `ended`. Its `whyNot` is asked once more in the moment before the first byte goes out:
 * `ended` is as before, and `late` means `postponed`, since the last answer is too old by now.
 */
export interface CustomerChannel {
  /** An agent's words in pieces that the channel takes, most often one; joined they equal the text. */
  split(text: string): readonly string[];
  /** Shows an agent's words under the agent's name, or a notice of ours when there is no name. */
  say(address: string, message: ChannelMessage, attempt: ChannelAttempt): Promise<Delivery>;
  /** Shows that an agent is typing. Best effort; nothing is kept or repeated. */
  typing(address: string, isStillWanted?: IsStillWanted): Promise<void>;
  /** Gives the customer back to the copilot. `rejected` when the copilot will not take it: the next turn does it then. */
  returnToCopilot(address: string, end: ReturnToCopilot, attempt: ChannelAttempt): Promise<Delivery>;
}

export interface ChannelMessage {
  readonly agentName?: string;
  readonly text: string;
}

export interface IsStillWanted {
  (): Promise<boolean>;
  /** Absent where the answer is known to count until then. */
  readonly whyNot?: () => 'ended' | 'late' | undefined;
}

/** Which message of which session is tried; a repeat has the same ids. */
export interface ChannelAttempt {
  readonly sessionId: SessionId;
  readonly messageId: string;
  readonly isStillWanted: IsStillWanted;
}

export interface ReturnToCopilot {
  readonly reason: ClosingReason;
  readonly liveChatId?: LiveChatId;
}
