import type { Delivery } from '../../../application/ports/delivery.ts';
import type { SayRejection, StartOutcome } from '../../../application/ports/live-chat.ts';
import type { LiveChatId } from '../../../domain/ids.ts';
import { type HttpOutcome, isSuccess } from '../../http/client/http-outcome.ts';
import { retryableOutcome } from '../../http/client/retryable-outcome.ts';
import { statusIn } from './wire.ts';

/*
 * What an answer of the instance means. A success says that the request waits for a worker; a page, as a hibernating instance
 * answers it, says nothing.
 */

/** Whether the instance has agreed, refused for good, or said nothing that counts. */
type Read = 'taken' | 'refused' | 'undecided';

function read(result: HttpOutcome): Read {
  if (result.outcome !== 'answered') return 'undecided';
  const { status, body, isCut, isPage } = result;
  const said = statusIn(body);
  // An answer that broke off after its status: a repeat would be seen twice.
  if (isSuccess(status)) return said === 'success' || (isCut && !isPage) ? 'taken' : 'undecided';
  return said === 'failure' && refusesForGood(status) ? 'refused' : 'undecided';
}

/** ServiceNow answers 401, 403, 404, 405 and 429 with a failure as well, and operators can mend those. */
const refusesForGood = (status: number): boolean => status === 400 || status === 413 || status === 422;

/** A success without the body that ServiceNow promises is another server's, and may still have come from behind it. */
function undecided(result: HttpOutcome) {
  if (result.outcome === 'answered' && isSuccess(result.status))
    return { outcome: 'unknown', cause: 'answer-without-status', isForeign: true } as const;
  return retryableOutcome(result);
}

const delivered = { outcome: 'delivered' } as const;

export function startOutcome(result: HttpOutcome, liveChatId: LiveChatId): StartOutcome {
  switch (read(result)) {
    case 'taken':
      return { outcome: 'opened', liveChatId, opening: { as: 'queued' } };
    case 'refused':
      return { outcome: 'rejected', cause: 'unavailable' };
    case 'undecided':
      return undecided(result);
  }
}

export function sayDelivery(result: HttpOutcome): Delivery<SayRejection> {
  switch (read(result)) {
    case 'taken':
      return delivered;
    case 'refused':
      return { outcome: 'rejected', cause: 'invalid' };
    case 'undecided':
      return undecided(result);
  }
}

export function endDelivery(result: HttpOutcome): Delivery {
  switch (read(result)) {
    case 'taken':
      return delivered;
    case 'refused':
      return { outcome: 'rejected', cause: 'failure' };
    case 'undecided':
      return undecided(result);
  }
}
