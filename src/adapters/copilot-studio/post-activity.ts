import type { IsStillWanted } from '../../application/ports/customer-channel.ts';
import type { Delivery } from '../../application/ports/delivery.ts';
import { call, jsonHeaders } from '../http/call.ts';
import type { Called, Head } from '../http/called.ts';
import { withToken } from '../http/with-token.ts';
import type { AllowsServiceUrl } from './service-hosts.ts';
import type { GetToken } from './tokens.ts';

export interface ActivityPost {
  readonly serviceUrl: string;
  readonly conversationId: string;
  /** Answers this activity; absent for a message on our own account. */
  readonly replyTo?: string;
  /** The activity as JSON. */
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
      send: async (token) => (isStillWanted && !(await isStillWanted()) ? unwanted : send(post, token)),
      isTokenRefused,
    });
    return sent.outcome === 'unwanted' ? { outcome: 'rejected', cause: 'ended' } : deliveryOf(sent);
  };
}

const unwanted = { outcome: 'unwanted' } as const;

const send = ({ serviceUrl, conversationId, replyTo, body }: ActivityPost, token: string): Promise<Called> =>
  call({
    method: 'POST',
    url: activityUrl(serviceUrl, conversationId, replyTo),
    headers: [...jsonHeaders, 'authorization', `Bearer ${token}`],
    body,
    timeoutMs: postTimeoutMs,
    isHeadEnough: isTaken,
  });

/** A documented code says that it is not the token, but the app, that is not wanted. */
const isTokenRefused = (sent: Called | typeof unwanted): boolean =>
  sent.outcome === 'answered' && sent.status === 401 && errorCode(sent.body) !== 'BotNotRegistered';

/** Teams' conversation ids contain `:`, `@` and `;`. */
function activityUrl(serviceUrl: string, conversationId: string, replyTo: string | undefined): string {
  const base = `${serviceUrl.replace(/\/+$/, '')}/v3/conversations/${encodeURIComponent(conversationId)}/activities`;
  return replyTo === undefined ? base : `${base}/${encodeURIComponent(replyTo)}`;
}

/** The only statuses after which the Bot Connector wants the same again. */
const repeatable = new Set([412, 429, 502, 503, 504]);
/** The gateway may have passed the activity on before it gave up. */
const mayHaveArrived = new Set([502, 504]);

/** The Connector says with its status that it has taken an activity. A page with that status is not the Connector's. */
const isTaken = ({ status, isPage }: Head): boolean => isSuccess(status) && !isPage;

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** What an answer of the Bot Connector means; the codes are those of Microsoft's documentation of throttling and errors. */
function deliveryOf(called: Called): Delivery {
  if (called.outcome !== 'answered') {
    return { outcome: called.outcome === 'not-sent' ? 'postponed' : 'unknown', cause: called.cause };
  }
  const { status, body, retryAfterMs } = called;
  if (isTaken(called)) return { outcome: 'delivered' };
  if (isSuccess(status)) return { outcome: 'unknown', cause: `${status} page` };
  const cause = `${status} ${errorCode(body)}`.trim();
  if (isTokenRefused(called)) return { outcome: 'postponed', cause };
  if (!repeatable.has(status)) return { outcome: 'rejected', cause };
  const outcome = mayHaveArrived.has(status) ? 'unknown' : 'postponed';
  return { outcome, cause, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** The code that the Connector names, as an identifier only: its texts may quote ours. */
function errorCode(body: unknown): string {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : '';
}
