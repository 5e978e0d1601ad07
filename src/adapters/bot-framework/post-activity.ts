import { type Awaitable, andThen } from '../../application/ports/awaitable.ts';
import type { Delivery } from '../../application/ports/delivery.ts';
import type { IsStillWanted } from '../../application/ports/delivery-attempt.ts';
import type { HttpOutcome } from '../http/client/http-outcome.ts';
import { jsonHeaders, sendHttpRequest } from '../http/client/http-request.ts';
import { withToken } from '../http/client/with-token.ts';
import { deliveryOf, isTaken, isTokenRefused } from './connector-response.ts';
import type { GetToken } from './identity/tokens/tokens.ts';
import type { AllowsServiceUrl } from './service-hosts.ts';

export interface ActivityPost {
  readonly serviceUrl: string;
  readonly conversationId: string;
  /** Answers this activity; absent for a message on our own account. */
  readonly replyTo?: string;
  readonly body: string;
  readonly scope: string;
  /** Asked when there is a token and nothing is left to wait for. */
  readonly isStillWanted?: IsStillWanted;
}

export type PostActivity = (post: ActivityPost) => Promise<Delivery>;

const postTimeoutMs = 15_000;

/** Posts activities to the Bot Connector API of a channel or a copilot. Tokens go to allowed hosts only. */
export function postActivity(getToken: GetToken, allowsServiceUrl: AllowsServiceUrl): PostActivity {
  return async (post) => {
    const { serviceUrl, scope, isStillWanted } = post;
    if (!allowsServiceUrl(serviceUrl)) return { outcome: 'rejected', cause: 'service-host-not-allowed' };
    const sent = await withToken({
      getToken: (refused) => getToken(scope, refused),
      // A token may have had to be waited for, and the session may have ended meanwhile.
      send: (token) =>
        andThen(
          isStillWanted?.() ?? true,
          (isWanted): Awaitable<HttpOutcome | typeof unwanted> => (isWanted ? send(post, token) : unwanted),
        ),
      isTokenRefused: (sent) => sent.outcome !== 'unwanted' && isTokenRefused(sent),
    });
    const isUnwanted = sent.outcome === 'unwanted' || (sent.outcome === 'not-sent' && sent.cause === 'ended');
    return isUnwanted ? { outcome: 'rejected', cause: 'ended' } : deliveryOf(sent);
  };
}

const unwanted = { outcome: 'unwanted' } as const;

const send = (
  { serviceUrl, conversationId, replyTo, body, isStillWanted }: ActivityPost,
  token: string,
): Promise<HttpOutcome> =>
  sendHttpRequest({
    method: 'POST',
    url: activityUrl(serviceUrl, conversationId, replyTo),
    headers: [...jsonHeaders, 'authorization', `Bearer ${token}`],
    body,
    timeoutMs: postTimeoutMs,
    isHeadEnough: isTaken,
    whyNot: isStillWanted?.whyNot,
  });

/** Teams' conversation ids contain `:`, `@` and `;`. */
function activityUrl(serviceUrl: string, conversationId: string, replyTo: string | undefined): string {
  const base = `${serviceUrl.replace(/\/+$/, '')}/v3/conversations/${encodeURIComponent(conversationId)}/activities`;
  return replyTo === undefined ? base : `${base}/${encodeURIComponent(replyTo)}`;
}
