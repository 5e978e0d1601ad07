import type { Retryable } from '../../../application/ports/delivery.ts';
import { type HttpOutcome, isSuccess } from '../../http/client/http-outcome.ts';
import { retryableOutcome } from '../../http/client/retryable-outcome.ts';
import { refusalCode } from './wire.ts';

/*
 * What an answer of the platform means. A refusal is final only with the platform's own `code` in it: a gateway or a sign-in page may
 * answer in its place, with any status.
 */

type Answer = Extract<HttpOutcome, { readonly outcome: 'answered' }>;

export const delivered = { outcome: 'delivered' } as const;

export const successOf = (result: HttpOutcome): Answer | undefined =>
  result.outcome === 'answered' && isSuccess(result.status) ? result : undefined;

/** The status of a refusal of the platform's own. */
export function ownRefusal(result: HttpOutcome): number | undefined {
  if (result.outcome !== 'answered' || isSuccess(result.status)) return undefined;
  return refusalCode(result.body) === undefined ? undefined : result.status;
}

/** The request is not as the platform wants it, and a repeat would not be. */
export const isInvalid = (status: number | undefined): boolean =>
  status !== undefined && [400, 413, 415, 422].includes(status);

/** A call that decided nothing. A success without the body that is promised may have had its effect. */
export function undecided(result: HttpOutcome): Retryable {
  if (successOf(result)) return { outcome: 'unknown', cause: 'answer-not-as-documented', isForeign: true };
  return retryableOutcome(result);
}
