import type { Delivery, Retryable } from '../../../application/ports/delivery.ts';
import { type HttpOutcome, isSuccess } from '../../http/client/http-outcome.ts';
import { retryableOutcome } from '../../http/client/retryable-outcome.ts';
import { refusalAnswer } from './wire.ts';

export type Answer = Extract<HttpOutcome, { readonly outcome: 'answered' }>;

/** Chatwoot counts 200 messages a minute in a conversation, both directions together, and refuses more as not valid. */
const tooManyMessages = /too many messages/i;
/** In milliseconds; the count is of one minute. */
const retryTooManyAfterMs = 10_000;

export const delivered = { outcome: 'delivered' } as const satisfies Delivery;

/** A 2xx without what it promises: not Chatwoot's answer, or one that is not understood. */
export const foreign = (cause: string) => ({ outcome: 'unknown', cause, isForeign: true }) as const;

export const successOf = (result: HttpOutcome): Answer | undefined =>
  result.outcome === 'answered' && isSuccess(result.status) ? result : undefined;

/** An answer whose status came and whose body broke off: what was asked for is done. */
export const isCutAfterSuccess = (result: HttpOutcome): boolean => {
  const answer = successOf(result);
  return answer !== undefined && answer.isCut === true && !answer.isPage;
};

/** Whether it refuses this request for good, by its status and its own body. */
export function isRefusedForGood(result: HttpOutcome): boolean {
  if (result.outcome !== 'answered' || ![400, 413, 422].includes(result.status)) return false;
  return refusalAnswer.safeParse(result.body).success && !isTooManyMessages(result);
}

const isTooManyMessages = (result: HttpOutcome): boolean =>
  result.outcome === 'answered' &&
  result.status === 422 &&
  tooManyMessages.test(JSON.stringify(result.body ?? ''));

/**
 * Whether it knows no such token, its agent may not see the conversation, or the account is another one. A page with such a status
 * comes from something in between.
 */
export const isTokenRefused = (result: HttpOutcome): boolean =>
  result.outcome === 'answered' &&
  [401, 403, 404].includes(result.status) &&
  refusalAnswer.safeParse(result.body).success;

export function retryable(result: HttpOutcome): Retryable {
  if (isTooManyMessages(result)) {
    return { outcome: 'not-delivered', cause: '429 too-many-messages', retryAfterMs: retryTooManyAfterMs };
  }
  return retryableOutcome(result);
}

/** The same for a call that changes nothing: nothing was done, whatever came. */
export function retryableLook(result: HttpOutcome): Retryable {
  return { ...retryable(result), outcome: 'not-delivered' };
}

export const isNotFound = (result: HttpOutcome): boolean =>
  result.outcome === 'answered' && result.status === 404;
