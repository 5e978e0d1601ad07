/**
 * What is known after an attempt to deliver a message.
 *
 * - `delivered`: the party has it.
 * - `rejected`: the party will never take it; a repeat is pointless.
 * - `not-delivered`: the party certainly does not have it, and a repeat may succeed.
 * - `unknown`: the party may have it or not (time-out, broken connection); a repeat may be a duplicate.
 * - `deferred`: nothing was tried, so the party certainly does not have it.
 */
export type Delivery<Cause extends string = string> =
  | { readonly outcome: 'delivered' }
  | { readonly outcome: 'rejected'; readonly cause: Cause }
  | Retryable
  | Deferred;

export type Retryable = {
  readonly outcome: 'not-delivered' | 'unknown';
  readonly cause: string;
  /** How long the party asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** An answer came, and none that was agreed with the party: something in between may have spoken, or nothing helps. */
  readonly isForeign?: true;
};

export interface Deferred {
  readonly outcome: 'deferred';
  /** `unreachable`: the party has failed so often that it is left alone for a while. `paced`: it takes no more just now. */
  readonly cause: 'unreachable' | 'paced';
  /** When it makes sense to try, from now on and in milliseconds. */
  readonly retryAfterMs: number;
}
