import type { Delivery } from '../../application/ports/delivery.ts';
import type { SayRejection, StartOutcome } from '../../application/ports/live-chat.ts';
import { type HttpOutcome, isSuccess } from '../http/client/http-outcome.ts';
import { retryableOutcome } from '../http/client/retryable-outcome.ts';
import { isContractRefusal } from './own-refusal.ts';

/*
 * What an answer of a live chat means whose refusals are statuses with an `error`. It is final only when its body is as agreed:
 * a sign-in page, an ingress or a firewall may answer in the live chat's place, with any status. All else may be tried again.
 */

type Opened = Omit<Extract<StartOutcome, { readonly outcome: 'opened' }>, 'outcome'>;
export type Answer = Extract<HttpOutcome, { readonly outcome: 'answered' }>;

/** `opened` reads a success; without a session in it, a live chat may have been opened all the same. */
export function startOutcome(
  result: HttpOutcome,
  opened: (answer: Answer) => Opened | undefined,
): StartOutcome {
  return (
    successOf(result, (answer) => {
      const what = opened(answer);
      return what ? { outcome: 'opened', ...what } : foreign('answer-without-session');
    }) ??
    refusalOf(result, (status) =>
      refusesForGood(status) ? { outcome: 'rejected', cause: 'unavailable' } : undefined,
    ) ??
    retryableOutcome(result)
  );
}

export function sayDelivery(
  result: HttpOutcome,
  isTaken: (answer: Answer) => boolean,
): Delivery<SayRejection> {
  return (
    successOf(result, (answer) => (isTaken(answer) ? delivered : foreign('answer-without-message'))) ??
    refusalOf(result, (status) => {
      const cause = sayRejection(status);
      return cause && { outcome: 'rejected', cause };
    }) ??
    retryableOutcome(result)
  );
}

/** A live chat that is ended already, or not known, is ended. */
export function endDelivery(result: HttpOutcome, isOver: (answer: Answer) => boolean): Delivery {
  return (
    successOf(result, (answer) => (isOver(answer) ? delivered : foreign('answer-without-end'))) ??
    refusalOf(result, (status) => {
      if (status === 404 || status === 410) return delivered;
      return refusesForGood(status) ? { outcome: 'rejected', cause: String(status) } : undefined;
    }) ??
    retryableOutcome(result)
  );
}

const delivered = { outcome: 'delivered' } as const;
const foreign = (cause: string) => ({ outcome: 'unknown', cause, isForeign: true }) as const;

function successOf<Outcome>(called: HttpOutcome, read: (answer: Answer) => Outcome): Outcome | undefined {
  return called.outcome === 'answered' && isSuccess(called.status) ? read(called) : undefined;
}

function refusalOf<Outcome>(called: HttpOutcome, read: (status: number) => Outcome): Outcome | undefined {
  if (called.outcome !== 'answered' || isSuccess(called.status)) return undefined;
  return isContractRefusal(called.status, called.body) ? read(called.status) : undefined;
}

function sayRejection(status: number): SayRejection | undefined {
  if (status === 404) return 'unknown-live-chat';
  if (status === 410) return 'ended';
  return refusesForGood(status) ? 'invalid' : undefined;
}

/** The request is not as agreed, too long, or not to be understood. */
const refusesForGood = (status: number): boolean => status === 400 || status === 413 || status === 422;
