import type { HandoffSession } from '../../domain/handoff-session.ts';
import type { PendingMessage } from '../ports/outbox.ts';
import type { Settings } from '../settings.ts';

/** How delivery is repeated. Durations in milliseconds. */
export interface RetryPolicy {
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

/** A message of the only conversation that waits for a peer is what finds out that the peer is back. */
export const defaultRetryPolicy: RetryPolicy = { firstDelayMs: 300, maxDelayMs: 8000 };

/** Where no one waits for the outcome, and where the peer asks for a slower rate without saying how slow. */
export const slowRetryPolicy: RetryPolicy = { ...defaultRetryPolicy, maxDelayMs: 20_000 };

/**
 * How long to wait before the next attempt: exponential with equal jitter, so that many lanes of one failing peer do
 * not retry at the same moment, and never less than the peer's `Retry-After`.
 */
export function retryDelayMs(
  attempt: { readonly number: number; readonly retryAfterMs?: number | undefined; readonly random: number },
  policy: RetryPolicy = defaultRetryPolicy,
): number {
  const ceiling = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** Math.min(attempt.number - 1, 30));
  const delay = ceiling / 2 + (ceiling / 2) * attempt.random;
  return Math.max(Math.ceil(delay), attempt.retryAfterMs ?? 0);
}

/** How long a copilot that does not answer keeps a session from its end; the customer's next turn gives it back too. */
const returnPatienceMs = 2 * 60_000;
/** How long what an ended session leaves for its live chat is tried. */
const endedPatienceMs = 2 * 60 * 60_000;

/** When a message is tried for the last time, in milliseconds since 1970. */
export function lastTryAt(
  { acceptedAt, content }: Pick<PendingMessage, 'acceptedAt' | 'content'>,
  session: HandoffSession,
  { maxAgeMs }: Pick<Settings, 'maxAgeMs'>,
): number {
  const patienceMs = content.kind === 'return' ? Math.min(returnPatienceMs, maxAgeMs) : maxAgeMs;
  const lastAt = acceptedAt + patienceMs;
  return session.status === 'ended' ? Math.min(lastAt, session.endedAt + endedPatienceMs) : lastAt;
}

const longestAfterTheEndMs = 5 * 60_000;

/** The least delay of a message whose session has ended: a tenth of the time that it has failed, five minutes at most. */
export const afterTheEndMs = (failingForMs: number): number =>
  Math.min(failingForMs / 10, longestAfterTheEndMs);
