import type { Delivery } from '../../../application/ports/delivery.ts';
import type { LiveChat, SayRejection, StartOutcome } from '../../../application/ports/live-chat.ts';
import { liveChatId } from '../../../domain/ids.ts';
import { call, jsonHeaders } from '../../http/call.ts';
import type { Called } from '../../http/called.ts';
import { undecided } from '../../http/undecided.ts';
import { type EndBody, type ReceiveBody, startAnswer } from './wire.ts';

const timeoutMs = 10_000;

/**
 * The live chat of Microsoft's shipped sample. It cannot tell repeats: a start that may have been carried out is not
 * repeated, and a message that may have arrived can be seen twice.
 */
export function contosoSampleLiveChat({ baseUrl }: { readonly baseUrl: string }): LiveChat {
  const post = (path: string, body?: ReceiveBody | EndBody): Promise<Called> =>
    call({
      method: 'POST',
      url: `${baseUrl}/api/chat/${path}`,
      headers: jsonHeaders,
      ...(body && { body: JSON.stringify(body) }),
      timeoutMs,
    });
  return {
    capabilities: { startCarriesDetails: false, startIsRepeatable: false, typing: false },
    typing: async () => {},
    start: async () => startOutcome(await post('start')),
    say: async ({ liveChatId: conversationId, text, sender }) =>
      sayDelivery(await post('receive', { conversationId, message: text, sender })),
    end: async (conversationId) => endDelivery(await post('end', { conversationId })),
  };
}

function startOutcome(called: Called): StartOutcome {
  if (called.outcome !== 'answered') return undecided(called, isUntouched);
  const { status, body } = called;
  if (status >= 200 && status < 300) {
    const answer = startAnswer.safeParse(body);
    if (!answer.success) return { outcome: 'unknown', cause: 'answer-without-id' };
    return {
      outcome: 'opened',
      liveChatId: liveChatId(answer.data.conversationId),
      opening: { as: 'queued' },
    };
  }
  return isRepeatable(status)
    ? undecided(called, isUntouched)
    : { outcome: 'rejected', cause: 'unavailable' };
}

function sayDelivery(called: Called): Delivery<SayRejection> {
  if (called.outcome !== 'answered') return undecided(called, isUntouched);
  const { status } = called;
  if (status >= 200 && status < 300) return { outcome: 'delivered' };
  if (status === 404) return { outcome: 'rejected', cause: 'unknown-live-chat' };
  if (status === 410) return { outcome: 'rejected', cause: 'ended' };
  return isRepeatable(status) ? undecided(called, isUntouched) : { outcome: 'rejected', cause: 'invalid' };
}

function endDelivery(called: Called): Delivery {
  if (called.outcome !== 'answered') return undecided(called, isUntouched);
  return isRepeatable(called.status) ? undecided(called, isUntouched) : { outcome: 'delivered' };
}

const isRepeatable = (status: number): boolean => status >= 500 || status === 408 || status === 429;

/** Of the answers that leave it open, only these say that nothing was done. */
const isUntouched = (status: number): boolean => status === 429 || status === 503;
