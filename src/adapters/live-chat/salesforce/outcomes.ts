import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { Delivery } from '../../../application/ports/delivery.ts';
import type { SayRejection, StartOutcome } from '../../../application/ports/live-chat.ts';
import type { LiveChatId } from '../../../domain/ids.ts';
import { type HttpOutcome, isSuccess } from '../../http/client/http-outcome.ts';
import { retryableOutcome } from '../../http/client/retryable-outcome.ts';
import { sayAnswer } from './wire.ts';

/* What an answer of Salesforce means. How it refuses is not documented, so a refusal is final only when it says why in JSON. */

const delivered = { outcome: 'delivered' } as const;
const foreign = (cause: string) => ({ outcome: 'unknown', cause, isForeign: true }) as const;

const reasonIn = z
  .union([
    z.object({ message: z.string() }),
    z.object({ error: z.string() }),
    z.object({ errorCode: z.string() }),
  ])
  .transform((body) => Object.values(body)[0] ?? '');
const refusal = z.union([reasonIn, z.tuple([reasonIn], z.unknown()).transform(([first]) => first)]);

/** The status of a refusal by Salesforce itself; absent for a success, and for a page or a gateway in its place. */
export function ownRefusal(result: HttpOutcome): number | undefined {
  if (result.outcome !== 'answered' || isSuccess(result.status)) return undefined;
  const { status, body } = result;
  const reason = refusal.safeParse(body).data?.trim().toLowerCase();
  return reason && reason !== STATUS_CODES[status]?.toLowerCase() ? status : undefined;
}

/**
 * 201 needs no body, since the id is ours; a conflict can be with ours alone. Another success may be that of a gateway: the repeat
 * looks then.
 */
export function startOutcome(result: HttpOutcome, liveChatId: LiveChatId): StartOutcome {
  const isCreated = isTaken(result) && result.outcome === 'answered' && result.status === 201;
  if (isCreated || ownRefusal(result) === 409)
    return { outcome: 'opened', liveChatId, opening: { as: 'queued' } };
  if (result.outcome === 'answered' && isSuccess(result.status))
    return foreign('answer-without-conversation');
  const status = ownRefusal(result);
  return status !== undefined && isFinal(status)
    ? { outcome: 'rejected', cause: 'unavailable' }
    : retryableOutcome(result);
}

/** A success that names no entry may be that of a gateway, or of another shape than is known: the repeat looks then. */
export function sayDelivery(result: HttpOutcome): Delivery<SayRejection> {
  if (result.outcome === 'answered' && isSuccess(result.status))
    return sayAnswer.safeParse(result.body).success ? delivered : foreign('answer-without-message');
  const cause = sayRejection(ownRefusal(result));
  return cause ? { outcome: 'rejected', cause } : retryableOutcome(result);
}

/** A conversation without a session, or one that is not known, is ended. */
export function endDelivery(result: HttpOutcome): Delivery {
  if (isTaken(result)) return delivered;
  if (isPage(result)) return foreign('answer-without-end');
  const status = ownRefusal(result);
  if (status === 404 || status === 409 || status === 410) return delivered;
  return status !== undefined && isFinal(status)
    ? { outcome: 'rejected', cause: String(status) }
    : retryableOutcome(result);
}

/** What is known of a message after the look for it failed: nothing was sent, and what was sent before may have arrived. */
export function lookOutcome(result: HttpOutcome): Delivery<SayRejection> {
  if (isTaken(result)) return foreign('answer-without-entries');
  const cause = sayRejection(ownRefusal(result));
  // The request for the list was wrong then, and not the message.
  return cause && cause !== 'invalid' ? { outcome: 'rejected', cause } : retryableOutcome(result);
}

/** A success that may have no body, but no page in Salesforce's place. */
export const isTaken = (result: HttpOutcome): boolean =>
  result.outcome === 'answered' && isSuccess(result.status) && !result.isPage;

const isPage = (result: HttpOutcome): boolean =>
  result.outcome === 'answered' && isSuccess(result.status) && result.isPage === true;

function sayRejection(status: number | undefined): SayRejection | undefined {
  if (status === 404) return 'unknown-live-chat';
  if (status === 410) return 'ended';
  return status !== undefined && isFinal(status) ? 'invalid' : undefined;
}

/** The request is not as it should be. */
const isFinal = (status: number): boolean => status === 400 || status === 413 || status === 422;
