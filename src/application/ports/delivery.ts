/**
 * What is known after a message was handed to another party.
 *
 * - `delivered`: the party has it.
 * - `rejected`: the party will never take it; a repeat is pointless.
 * - `postponed`: the party certainly does not have it, and a repeat may succeed.
 * - `unknown`: the party may have it or not (time-out, broken connection); a repeat may be a duplicate.
 */
export type Delivery<Cause extends string = string> =
  | { readonly outcome: 'delivered' }
  | { readonly outcome: 'rejected'; readonly cause: Cause }
  | Undecided;

export type Undecided = {
  readonly outcome: 'postponed' | 'unknown';
  readonly cause: string;
  /** How long the party asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
};
