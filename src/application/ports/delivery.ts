/**
 * What is known after an attempt to deliver a message.
 *
 * - `delivered`: the peer has it.
 * - `rejected`: the peer will never take it; a repeat is pointless.
 * - `not-delivered`: the peer certainly does not have it, and a repeat may succeed.
 * - `unknown`: the peer may have it or not (time-out, broken connection); a repeat may be a duplicate.
 * - `deferred`: the peer certainly does not have it, and it is not the message's fault.
 */
export type Delivery<Cause extends string = string> =
  | { readonly outcome: 'delivered' }
  | { readonly outcome: 'rejected'; readonly cause: Cause }
  | Retryable
  | Deferred;

export type Retryable = {
  readonly outcome: 'not-delivered' | 'unknown';
  readonly cause: string;
  /** The peer's `Retry-After`, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The answer is not in the peer's contract: it may come from an intermediary, and repeats may never help. */
  readonly isForeign?: true;
};

/** How long what waits for the next turn is left alone without one, in milliseconds: it may expire meanwhile. */
const lookAgainMs = 10 * 60_000;

/** What is known where a customer is reached in turns. */
export const awaitsNextTurn = {
  outcome: 'deferred',
  cause: 'next-turn',
  retryAfterMs: lookAgainMs,
} as const satisfies Deferred;

export interface Deferred {
  readonly outcome: 'deferred';
  /**
   * `unreachable`: the peer's circuit breaker is open. `paced`: a rate limit is reached. `awaits-turn`: the customer can be reached
   * again when they write next. `next-turn`: that is how this customer is always reached.
   */
  readonly cause: 'unreachable' | 'paced' | 'awaits-turn' | 'next-turn';
  /** When it makes sense to try, from now on and in milliseconds. */
  readonly retryAfterMs: number;
}
