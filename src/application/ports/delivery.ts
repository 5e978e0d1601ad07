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

export interface Deferred {
  readonly outcome: 'deferred';
  /**
   * `unreachable`: the peer's circuit breaker is open. `paced`: a rate limit is reached. `awaits-turn`: the customer can be reached
   * again when they write next.
   */
  readonly cause: 'unreachable' | 'paced' | 'awaits-turn';
  /** When it makes sense to try, from now on and in milliseconds. */
  readonly retryAfterMs: number;
}
