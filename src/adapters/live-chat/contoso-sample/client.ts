import type { Delivery } from '../../../application/ports/delivery.ts';
import type { LiveChat, SayRejection, StartOutcome } from '../../../application/ports/live-chat.ts';
import { liveChatId } from '../../../domain/ids.ts';
import { isOwnRefusal, isSuccess, refusesForGood } from '../../http/client/contract-refusal.ts';
import type { Called } from '../../http/client/http-outcome.ts';
import { call, jsonHeaders } from '../../http/client/http-request.ts';
import type { NoteRefusal } from '../../http/client/peer-refusals.ts';
import { undecided } from '../../http/client/retryable-outcome.ts';
import { type EndBody, endAnswer, type ReceiveBody, receiveAnswer, startAnswer } from './wire.ts';

export interface ContosoSampleClientSettings {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Hears every answer, and logs refusals. Default nobody does. */
  readonly noteRefusal?: NoteRefusal;
}

const timeoutMs = 10_000;

/**
 * The live chat of Microsoft's shipped sample. It cannot tell repeats: a start that may have been carried out is not
 * repeated, and a message that may have arrived can be seen twice.
 */
export function contosoSampleLiveChat({ baseUrl, noteRefusal }: ContosoSampleClientSettings): LiveChat {
  const post = async (path: string, key: string, body?: ReceiveBody | EndBody): Promise<Called> => {
    const called = await call({
      method: 'POST',
      url: `${baseUrl}/api/chat/${path}`,
      headers: jsonHeaders,
      ...(body && { body: JSON.stringify(body) }),
      timeoutMs,
    });
    noteRefusal?.(called, { route: path, message: key, ...(body && { body }) });
    return called;
  };
  return {
    capabilities: { startCarriesDetails: false, startIsRepeatable: false, typing: false },
    typing: async () => {},
    start: async (_, key) => startOutcome(await post('start', key)),
    say: async ({ liveChatId: conversationId, text, sender }, key) =>
      sayDelivery(await post('receive', key, { conversationId, message: text, sender })),
    end: async (conversationId, _, key) => endDelivery(await post('end', key, { conversationId })),
  };
}

function startOutcome(called: Called): StartOutcome {
  if (called.outcome !== 'answered') return undecided(called, isUntouched);
  const { status, body } = called;
  if (isSuccess(status)) {
    const answer = startAnswer.safeParse(body);
    if (!answer.success) return { outcome: 'unknown', cause: 'answer-without-id', isForeign: true };
    return {
      outcome: 'opened',
      liveChatId: liveChatId(answer.data.conversationId),
      opening: { as: 'queued' },
    };
  }
  return refusesForGood(status) && isOwnRefusal(status, body)
    ? { outcome: 'rejected', cause: 'unavailable' }
    : undecided(called, isUntouched);
}

/** A message whose repeat would be seen twice is not repeated because the answer broke off after its status. */
function sayDelivery(called: Called): Delivery<SayRejection> {
  if (called.outcome !== 'answered') return undecided(called, isUntouched);
  const { status, body, isCut, isPage } = called;
  if (isSuccess(status)) {
    const isTaken = receiveAnswer.safeParse(body).success || (isCut && !isPage);
    return isTaken
      ? { outcome: 'delivered' }
      : { outcome: 'unknown', cause: 'answer-without-message', isForeign: true };
  }
  if (!isOwnRefusal(status, body)) return undecided(called, isUntouched);
  if (status === 404) return { outcome: 'rejected', cause: 'unknown-live-chat' };
  if (status === 410) return { outcome: 'rejected', cause: 'ended' };
  return refusesForGood(status) ? { outcome: 'rejected', cause: 'invalid' } : undecided(called, isUntouched);
}

function endDelivery(called: Called): Delivery {
  if (called.outcome !== 'answered') return undecided(called, isUntouched);
  const { status, body } = called;
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

/** Only other server errors than 503 leave open what was done. */
const isUntouched = (status: number): boolean => status < 500 || status === 503;
