/** How delivery is repeated. Durations in milliseconds. */
export interface RetryPolicy {
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { firstDelayMs: 300, maxDelayMs: 20_000 };

/**
 * How long to wait before the next attempt: exponential with equal jitter, so that many lanes of one broken party do
 * not come back at the same moment, and never less than the party itself asked for.
 */
export function retryDelayMs(
  attempt: { readonly number: number; readonly retryAfterMs?: number | undefined; readonly random: number },
  policy: RetryPolicy = defaultRetryPolicy,
): number {
  const ceiling = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** Math.min(attempt.number - 1, 30));
  const delay = ceiling / 2 + (ceiling / 2) * attempt.random;
  return Math.max(Math.ceil(delay), attempt.retryAfterMs ?? 0);
}
