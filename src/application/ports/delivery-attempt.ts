import type { SessionId } from '../../domain/ids.ts';
import type { Awaitable } from './awaitable.ts';

/** Which message of which session is tried; a repeat has the same ids. */
export interface DeliveryAttempt {
  readonly sessionId: SessionId;
  readonly messageId: string;
  readonly isStillWanted: IsStillWanted;
}

/**
 * Asked last, when there is nothing left to wait for; when it says no, nothing is sent and the outcome is `rejected` with the
 * cause `ended`. `whyNot` is asked once more in the moment before the first byte goes out: `ended` is as before, and `late`
 * means `not-delivered`, since the last answer is too old by now.
 */
export interface IsStillWanted {
  (): Awaitable<boolean>;
  /** Absent where the answer is known to count until then. */
  readonly whyNot?: () => 'ended' | 'late' | undefined;
}
