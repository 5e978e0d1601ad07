import type { Undecided } from '../../../application/ports/delivery.ts';
import type { Called } from './http-outcome.ts';

/** What a party, or a gateway before it, says when the same may be taken later, or with another key. */
const forLater: ReadonlySet<number> = new Set([401, 408, 409, 412, 425, 429, 502, 503, 504]);

/** A call that decided nothing: `isUntouched` tells of which statuses the party has certainly done nothing. */
export function undecided(called: Called, isUntouched: (status: number) => boolean): Undecided {
  if (called.outcome !== 'answered') {
    return { outcome: called.outcome === 'not-sent' ? 'postponed' : 'unknown', cause: called.cause };
  }
  const { status, retryAfterMs } = called;
  const outcome = isUntouched(status) ? 'postponed' : 'unknown';
  return {
    outcome,
    cause: String(status),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(!forLater.has(status) && { isForeign: true }),
  };
}
