import type { Delivery } from '../../../application/ports/delivery.ts';
import type { SayRejection, StartOutcome } from '../../../application/ports/live-chat.ts';
import { liveChatId } from '../../../domain/ids.ts';
import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import * as outcomes from '../outcomes.ts';
import { asMeant, endAnswer, openedSession, sendAnswer, startRefusal } from './wire.ts';

/** A 2xx that does not name the session may have opened one: it is asked for again under the same key. */
export function startOutcome(given: HttpOutcome): StartOutcome {
  const result = withMeaning(given);
  if (result.outcome === 'answered' && result.status === 503) {
    const refusal = startRefusal.safeParse(result.body);
    if (refusal.success) return { outcome: 'rejected', cause: refusal.data.error };
  }
  return outcomes.startOutcome(result, ({ body }) => {
    const answer = openedSession.safeParse(body);
    if (!answer.success) return undefined;
    const { sessionId, status: as, queuePosition, estimatedWaitSeconds } = answer.data;
    const opening = {
      as,
      ...(queuePosition !== undefined && { queuePosition }),
      ...(estimatedWaitSeconds !== undefined && { estimatedWaitSeconds }),
    };
    return { liveChatId: liveChatId(sessionId), opening };
  });
}

export const sayDelivery = (result: HttpOutcome, messageId: string): Delivery<SayRejection> =>
  outcomes.sayDelivery(
    withMeaning(result),
    ({ body }) => sendAnswer.safeParse(body).data?.messageId === messageId,
  );

export const endDelivery = (result: HttpOutcome): Delivery =>
  outcomes.endDelivery(withMeaning(result), ({ body }) => endAnswer.safeParse(body).success);

const withMeaning = (called: HttpOutcome): HttpOutcome =>
  called.outcome === 'answered' ? { ...called, body: asMeant(called.body) } : called;
