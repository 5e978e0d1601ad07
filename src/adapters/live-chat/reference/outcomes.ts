import type { Delivery } from '../../../application/ports/delivery.ts';
import type { SayRejection, StartOutcome } from '../../../application/ports/live-chat.ts';
import { liveChatId } from '../../../domain/ids.ts';
import type { Called } from '../../http/client/http-outcome.ts';
import * as outcomes from '../outcomes.ts';
import { asMeant, endAnswer, openedSession, sendAnswer, startRefusal } from './wire.ts';

/** A 2xx that does not name the session may have opened one: it is asked for again under the same key. */
export function startOutcome(given: Called): StartOutcome {
  const called = withMeaning(given);
  if (called.outcome === 'answered' && called.status === 503) {
    const refusal = startRefusal.safeParse(called.body);
    if (refusal.success) return { outcome: 'rejected', cause: refusal.data.error };
  }
  return outcomes.startOutcome(called, ({ body }) => {
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

export const sayDelivery = (called: Called, messageId: string): Delivery<SayRejection> =>
  outcomes.sayDelivery(
    withMeaning(called),
    ({ body }) => sendAnswer.safeParse(body).data?.messageId === messageId,
  );

export const endDelivery = (called: Called): Delivery =>
  outcomes.endDelivery(withMeaning(called), ({ body }) => endAnswer.safeParse(body).success);

const withMeaning = (called: Called): Called =>
  called.outcome === 'answered' ? { ...called, body: asMeant(called.body) } : called;
