import type { Retryable } from '../../../application/ports/delivery.ts';
import type { HttpOutcome } from './http-outcome.ts';

/** Statuses with which a peer, or a gateway before it, may take the same later, or with another key. */
const forLater: ReadonlySet<number> = new Set([401, 408, 409, 412, 425, 429, 502, 503, 504]);

/** Only other server errors than 503 leave open what was done. */
const isUntouchedByDefault = (status: number): boolean => status < 500 || status === 503;

/** A call that decided nothing: `isUntouched` tells with which statuses the peer has certainly done nothing. */
export function retryableOutcome(result: HttpOutcome, isUntouched = isUntouchedByDefault): Retryable {
  if (result.outcome !== 'answered') {
    return { outcome: result.outcome === 'not-sent' ? 'not-delivered' : 'unknown', cause: result.cause };
  }
  const { status, retryAfterMs } = result;
  const outcome = isUntouched(status) ? 'not-delivered' : 'unknown';
  return {
    outcome,
    cause: String(status),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(!forLater.has(status) && { isForeign: true }),
  };
}
