import type { Retryable } from '../ports/delivery.ts';
import type { Ids } from '../ports/ids.ts';
import type { Attempted } from './after-attempt.ts';
import type { Awaited } from './dispatcher/awaited-peers.ts';
import type { FailedAttempts } from './failed-attempts.ts';
import { defaultRetryPolicy, type RetryPolicy, retryDelayMs, slowRetryPolicy } from './retry-policy.ts';

export interface NextAttemptPorts {
  readonly ids: Pick<Ids, 'random'>;
  readonly failed: FailedAttempts;
}

/** When a message is tried again. */
export interface NextAttempt {
  readonly delayMs: number;
  /** Present when the message is worth an attempt as soon as its peer takes another one. */
  readonly awaits?: Awaited;
}

/** Failures that tell nothing of the message: nothing was sent, or the peer only asked for a slower rate. */
const notOfTheMessage =
  /^(no-token|caller-not-configured|channel-not-configured|stood-still|late|412|425|429)\b/;
const tooFast = /^429\b/;

/** Counts a failed attempt, and tells when the next one is. */
export function afterFailedAttempt(
  ports: NextAttemptPorts,
  attempted: Attempted,
  failure: Retryable,
): NextAttempt | 'never-taken' {
  const { peer } = attempted;
  const { cause, retryAfterMs, isForeign = false } = failure;
  const prospect = notOfTheMessage.test(cause) ? 'not-yet' : ports.failed.add({ ...attempted, isForeign });
  if (prospect === 'never-taken') return prospect;
  const policy = tooFast.test(cause) ? slowRetryPolicy : defaultRetryPolicy;
  const delayMs = nextPauseMs(ports, attempted, { policy, retryAfterMs });
  // The time that a peer has asked for holds, whatever else it takes.
  const isWoken = prospect === 'when-peer-is-back' && retryAfterMs === undefined;
  return isWoken ? { delayMs, awaits: { peer, cause } } : { delayMs };
}

/** The pause before the next attempt, in milliseconds. */
export const nextPauseMs = (
  { ids }: Pick<NextAttemptPorts, 'ids'>,
  { message }: Pick<Attempted, 'message'>,
  { policy, retryAfterMs }: { readonly policy: RetryPolicy; readonly retryAfterMs?: number | undefined },
): number => retryDelayMs({ number: message.attempts + 1, retryAfterMs, random: ids.random() }, policy);
