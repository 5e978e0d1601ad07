import type { ClosingReason } from '../../domain/handoff-session.ts';
import type { CallerId, LiveChatId } from '../../domain/ids.ts';
import type { Delivery } from './delivery.ts';
import type { DeliveryAttempt } from './delivery-attempt.ts';

/** The protocol by which a copilot reaches us, and takes its customer back outside of a turn. */
export interface Caller {
  readonly id: CallerId;
  /**
   * Gives the customer back to the copilot. `address` is what the caller stored with the session. `rejected` when the copilot
   * will not take it: the next turn does it then. Not idempotent: a repeat after `unknown` may be seen twice.
   */
  giveBack(address: string, end: GivenBack, attempt: DeliveryAttempt): Promise<Delivery>;
}

export interface Callers {
  /** Absent when it is not configured, or not any more: a session may have outlived its caller. */
  of(id: CallerId): Caller | undefined;
}

/** Why the live chat is over, and which one it was. */
export interface GivenBack {
  readonly reason: ClosingReason;
  readonly liveChatId?: LiveChatId;
}
