import type { Delivery } from '../../../application/ports/delivery.ts';
import type { IsStillWanted } from '../../../application/ports/delivery-attempt.ts';
import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import { jsonHeaders, sendHttpRequest } from '../../http/client/http-request.ts';
import { retryableOutcome } from '../../http/client/retryable-outcome.ts';
import type { AllowsServiceUrl } from '../service-hosts.ts';
import { partsOfCallback } from './callback-hosts.ts';

export interface CallbackPost {
  /** Secret: it lets anyone speak to the customer. */
  readonly callback: string;
  readonly body: string;
  readonly isStillWanted?: IsStillWanted;
}

export type PostCallback = (post: CallbackPost) => Promise<Delivery>;

const postTimeoutMs = 15_000;
/** When a callback whose right is over is tried again without a new turn, in milliseconds. */
const tryAgainMs = 60_000;

/** What is known where no callback can be used: the customer's next turn brings the next one. */
export const awaitsTurn = { outcome: 'deferred', cause: 'awaits-turn', retryAfterMs: tryAgainMs } as const;

/**
 * Posts an activity to the callback that a copilot gave: to the URL as it was written, without a token, since it carries its own
 * right. It is known to answer with 200, 201 or 202 and an empty body (MCSConnectorClient of the Agents SDK for .NET); any other 2xx,
 * and any page for people, is an intermediary's answer.
 */
export function postCallback(allows: AllowsServiceUrl): PostCallback {
  return async ({ callback, body, isStillWanted }) => {
    if (!allows(callback)) return { outcome: 'rejected', cause: 'service-host-not-allowed' };
    if (isStillWanted && !(await isStillWanted())) return { outcome: 'rejected', cause: 'ended' };
    const { origin, target } = partsOfCallback(callback);
    const result = await sendHttpRequest({
      method: 'POST',
      url: origin,
      target: target.startsWith('/') ? target : `/${target}`,
      headers: jsonHeaders,
      body,
      timeoutMs: postTimeoutMs,
      whyNot: isStillWanted?.whyNot,
    });
    return deliveryOf(result);
  };
}

const takesActivity: ReadonlySet<number> = new Set([200, 201, 202]);
/** These mean that the right in the URL is over, and say nothing of the activity. */
const rightIsOver: ReadonlySet<number> = new Set([401, 403, 404, 410]);

function deliveryOf(result: HttpOutcome): Delivery {
  if (result.outcome === 'not-sent' && result.cause === 'ended')
    return { outcome: 'rejected', cause: 'ended' };
  if (result.outcome !== 'answered') return retryableOutcome(result);
  const { status, isPage } = result;
  if (isPage) return retryableOutcome(result, isUntouched);
  if (takesActivity.has(status)) return { outcome: 'delivered' };
  if (rightIsOver.has(status)) return awaitsTurn;
  if (status === 413) return { outcome: 'rejected', cause: '413' };
  return retryableOutcome(result, isUntouched);
}

/** A gateway may have passed the activity on before it gave up, and so may what answers 2xx with a page. */
const isUntouched = (status: number): boolean => status === 503 || (status >= 300 && status < 500);
