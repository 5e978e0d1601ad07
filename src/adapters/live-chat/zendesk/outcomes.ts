import type { Delivery, Retryable } from '../../../application/ports/delivery.ts';
import type { SayRejection, StartOutcome } from '../../../application/ports/live-chat.ts';
import { type HttpOutcome, isSuccess } from '../../http/client/http-outcome.ts';
import { retryableOutcome } from '../../http/client/retryable-outcome.ts';
import { refusalIn } from './wire.ts';

/*
 * What a call that did not succeed means. A refusal is final only with Zendesk's own `errors` in it: a sign-in page or a gateway may
 * answer in its place, with any status.
 */

/** The status of a refusal of Zendesk's own. */
export function ownRefusal(failure: HttpOutcome): number | undefined {
  if (failure.outcome !== 'answered' || isSuccess(failure.status)) return undefined;
  return refusalIn(failure.body) === undefined ? undefined : failure.status;
}

/** A call that decided nothing. A 2xx without the body that Zendesk promises may have had its effect. */
export function undecided(failure: HttpOutcome): Retryable {
  if (failure.outcome === 'answered' && isSuccess(failure.status))
    return { outcome: 'unknown', cause: 'answer-not-as-documented', isForeign: true };
  return retryableOutcome(failure);
}

/** The same where an earlier call has had, or may have had, an effect. */
export const undecidedAfterAll = (failure: HttpOutcome): Retryable => ({
  ...undecided(failure),
  outcome: 'unknown',
});

/** `isBegun`: a conversation exists, or may. */
export function failedStart(failure: HttpOutcome, isBegun: boolean): StartOutcome {
  const status = ownRefusal(failure);
  if (status !== undefined && refusesForGood.has(status))
    return { outcome: 'rejected', cause: 'unavailable' };
  return isBegun ? undecidedAfterAll(failure) : undecided(failure);
}

/** The request is not as agreed, the key may not, or what is named does not exist. */
const refusesForGood: ReadonlySet<number> = new Set([400, 403, 404, 413, 422, 423]);

export function failedSay(failure: HttpOutcome): Delivery<SayRejection> {
  const status = ownRefusal(failure);
  const cause = status === undefined ? undefined : sayRejections.get(status);
  return cause === undefined ? undecided(failure) : { outcome: 'rejected', cause };
}

/** 423: the conversation is full, at 30,000 messages. */
const sayRejections: ReadonlyMap<number, SayRejection> = new Map([
  [400, 'invalid'],
  [404, 'unknown-live-chat'],
  [413, 'invalid'],
  [422, 'invalid'],
  [423, 'ended'],
]);
