import type { Delivery } from '../../../application/ports/delivery.ts';
import type { SayRejection, StartOutcome } from '../../../application/ports/live-chat.ts';
import type { Opening } from '../../../domain/handoff-session.ts';
import { type HttpOutcome, isSuccess } from '../../http/client/http-outcome.ts';
import { retryableOutcome } from '../../http/client/retryable-outcome.ts';
import { codes, type OwnRefusal, ownRefusal } from './own-refusal.ts';
import { asMeant, createAnswer, sendAnswer } from './wire.ts';

/* What an answer of the Messaging API means. A refusal is final only when its body is the API's own. */

const delivered = { outcome: 'delivered' } as const;
const foreign = (cause: string) => ({ outcome: 'unknown', cause, isForeign: true }) as const;

/** A 200 without a conversation may have opened one: the repeat finds it. */
export function startOutcome(result: HttpOutcome, opening: Opening): StartOutcome {
  if (result.outcome === 'answered' && isSuccess(result.status)) {
    const answer = createAnswer.safeParse(asMeant(result.body));
    if (!answer.success) return foreign('answer-without-conversation');
    return { outcome: 'opened', liveChatId: answer.data.conversationid, opening };
  }
  const refusal = refusalOf(result);
  if (refusal && isFinal(refusal.status)) return { outcome: 'rejected', cause: 'unavailable' };
  return retryableOutcome(result);
}

/** `isCut`: the answer broke off after its status, so that a repeat would be looked for in vain. */
export function sayDelivery(result: HttpOutcome): Delivery<SayRejection> {
  if (result.outcome === 'answered' && isSuccess(result.status)) {
    const isTaken = sendAnswer.safeParse(asMeant(result.body)).success;
    return isTaken || (result.isCut === true && !result.isPage)
      ? delivered
      : foreign('answer-without-message');
  }
  const refusal = refusalOf(result);
  const cause = refusal && sayRejection(refusal);
  return cause ? { outcome: 'rejected', cause } : retryableOutcome(result);
}

/** A conversation that is closed, or not known, is ended. */
export function endDelivery(result: HttpOutcome): Delivery {
  if (result.outcome === 'answered' && isSuccess(result.status)) {
    return result.isPage ? foreign('answer-without-end') : delivered;
  }
  const refusal = refusalOf(result);
  const cause = refusal && sayRejection(refusal);
  if (cause === 'invalid') return { outcome: 'rejected', cause: String(refusal?.status) };
  return cause ? delivered : retryableOutcome(result);
}

/** What is known of a message after the look for it failed: nothing was sent, and what was sent before may have arrived. */
export function lookOutcome(result: HttpOutcome): Delivery<SayRejection> {
  if (result.outcome === 'answered' && isSuccess(result.status)) return foreign('answer-without-messages');
  const refusal = refusalOf(result);
  const cause = refusal && sayRejection(refusal);
  // The request for the list was wrong then, and not the message.
  return cause && cause !== 'invalid' ? { outcome: 'rejected', cause } : retryableOutcome(result);
}

type Refused = OwnRefusal & { readonly status: number };

function refusalOf(result: HttpOutcome): Refused | undefined {
  if (result.outcome !== 'answered' || isSuccess(result.status)) return undefined;
  const own = ownRefusal(result.status, result.body);
  return own && { ...own, status: result.status };
}

/** Of the organization or the channel, which an operator can put right while messages wait. */
const ofConfiguration: ReadonlySet<number> = new Set([
  codes.organizationId,
  codes.channelId,
  codes.channelConfiguration,
  codes.workstream,
]);

/** 404 means that the conversation is closed, or was never known; ours were opened, and only an id of another form is not known. */
function sayRejection({ status, code = 0 }: Refused): SayRejection | undefined {
  if (ofConfiguration.has(code)) return undefined;
  if (code === codes.conversationId) return 'unknown-live-chat';
  if (status === 404 || status === 410) return 'ended';
  return isFinal(status) ? 'invalid' : undefined;
}

/** The request is not as it should be; 404 at a start is said of the channel. */
const isFinal = (status: number): boolean => [400, 404, 413, 422].includes(status);
