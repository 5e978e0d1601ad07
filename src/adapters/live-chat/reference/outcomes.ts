import type { Delivery } from '../../../application/ports/delivery.ts';
import type { SayRejection, StartOutcome } from '../../../application/ports/live-chat.ts';
import { liveChatId } from '../../../domain/ids.ts';
import { isOwnRefusal, isSuccess, refusesForGood } from '../../http/client/contract-refusal.ts';
import type { Called } from '../../http/client/http-outcome.ts';
import { undecided } from '../../http/client/retryable-outcome.ts';
import { asMeant, endAnswer, openedSession, sendAnswer, startRefusal } from './wire.ts';

/*
 * What an answer means. It is final only when its body is the contract's: a sign-in page, an ingress or a firewall may answer
 * in the live chat's place, with any status. Everything else is repeated, which the key makes safe.
 */

/** A 2xx that does not name the session may have opened one: it is asked for again under the same key. */
export function startOutcome(called: Called): StartOutcome {
  if (called.outcome !== 'answered') return undecided(called, isUntouched);
  const { status } = called;
  const body = asMeant(called.body);
  if (isSuccess(status)) {
    const answer = openedSession.safeParse(body);
    if (!answer.success) return { outcome: 'unknown', cause: 'answer-without-session', isForeign: true };
    const { sessionId, status: as, queuePosition, estimatedWaitSeconds } = answer.data;
    const opening = {
      as,
      ...(queuePosition !== undefined && { queuePosition }),
      ...(estimatedWaitSeconds !== undefined && { estimatedWaitSeconds }),
    };
    return { outcome: 'opened', liveChatId: liveChatId(sessionId), opening };
  }
  const refusal = startRefusal.safeParse(body);
  if (status === 503 && refusal.success) return { outcome: 'rejected', cause: refusal.data.error };
  return refusesForGood(status) && isOwnRefusal(status, body)
    ? { outcome: 'rejected', cause: 'unavailable' }
    : undecided(called, isUntouched);
}

export function sayDelivery(called: Called, messageId: string): Delivery<SayRejection> {
  if (called.outcome !== 'answered') return undecided(called, isUntouched);
  const { status } = called;
  const body = asMeant(called.body);
  if (isSuccess(status)) {
    const isStored = sendAnswer.safeParse(body).data?.messageId === messageId;
    return isStored
      ? { outcome: 'delivered' }
      : { outcome: 'unknown', cause: 'answer-without-message', isForeign: true };
  }
  if (!isOwnRefusal(status, body)) return undecided(called, isUntouched);
  if (status === 404) return { outcome: 'rejected', cause: 'unknown-live-chat' };
  if (status === 410) return { outcome: 'rejected', cause: 'ended' };
  return refusesForGood(status) ? { outcome: 'rejected', cause: 'invalid' } : undecided(called, isUntouched);
}

export function endDelivery(called: Called): Delivery {
  if (called.outcome !== 'answered') return undecided(called, isUntouched);
  const { status } = called;
  const body = asMeant(called.body);
  if (isSuccess(status)) {
    const isOver = endAnswer.safeParse(body).success;
    return isOver
      ? { outcome: 'delivered' }
      : { outcome: 'unknown', cause: 'answer-without-end', isForeign: true };
  }
  if (!isOwnRefusal(status, body)) return undecided(called, isUntouched);
  if (status === 404 || status === 410) return { outcome: 'delivered' };
  return refusesForGood(status)
    ? { outcome: 'rejected', cause: String(status) }
    : undecided(called, isUntouched);
}

/** Only other server errors than 503 leave open what was done; the key makes a repeat safe all the same. */
const isUntouched = (status: number): boolean => status < 500 || status === 503;
