import type { OpenLiveChat } from '../../../application/ports/live-chat.ts';
import type { LiveChatId, SessionId } from '../../../domain/ids.ts';
import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import { jsonHeaders, sendHttpRequest } from '../../http/client/http-request.ts';
import type { NoteRefusal } from '../../http/client/peer-refusals.ts';
import { withToken } from '../../http/client/with-token.ts';
import type { SessionTokens } from './access/session-tokens.ts';
import type { SalesforceSettings } from './settings.ts';
import {
  apiPath,
  type ConversationBody,
  type IndicatorBody,
  type MessageBody,
  pageSize,
  type ReceiptsBody,
  type TokenBody,
} from './wire.ts';

/** Of one call, in milliseconds: all calls of an attempt have to fit into the lease of its lane, a minute. */
const timeoutMs = 10_000;
/** Of a look, a sign of typing and a receipt. */
const shortTimeoutMs = 5_000;

export interface EntriesRequest {
  readonly conversation: LiveChatId;
  /** Milliseconds since 1970, by Salesforce's clock. */
  readonly since: number;
  /** Only entries of this type. */
  readonly only?: 'Message';
}

/** What one session's end user may ask Salesforce for. */
export interface CustomerApi {
  readonly open: (body: ConversationBody) => Promise<HttpOutcome>;
  readonly look: (conversation: LiveChatId) => Promise<HttpOutcome>;
  readonly say: (chat: OpenLiveChat, body: MessageBody) => Promise<HttpOutcome>;
  /** A page of entries, oldest first. */
  readonly entries: (request: EntriesRequest) => Promise<HttpOutcome>;
  readonly indicate: (conversation: LiveChatId, body: IndicatorBody) => Promise<HttpOutcome>;
  readonly acknowledge: (conversation: LiveChatId, body: ReceiptsBody) => Promise<HttpOutcome>;
  readonly end: (conversation: LiveChatId) => Promise<HttpOutcome>;
}

export type ApiOf = (session: SessionId) => CustomerApi;

export type ApiSettings = Pick<SalesforceSettings, 'baseUrl' | 'deployment'>;

interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** Of a closed set, for the log. */
  readonly route: string;
  readonly body?: object;
  readonly message?: string;
  readonly within?: number;
}

/** Asks for a token. Its answer has a secret, and so has the request. */
export async function requestToken(
  { baseUrl }: Pick<ApiSettings, 'baseUrl'>,
  body: TokenBody,
  noteRefusal?: NoteRefusal,
): Promise<HttpOutcome> {
  const result = await sendHttpRequest({
    method: 'POST',
    url: `${baseUrl}${apiPath}/authorization/authenticated/access-token`,
    headers: jsonHeaders,
    body: JSON.stringify(body),
    timeoutMs,
  });
  noteRefusal?.(result, { route: 'token', secret: body.customerIdentityToken });
  return result;
}

/** Requests in the name of a session's end user; a refused token is replaced once. */
export function salesforceApi(
  { baseUrl, deployment }: ApiSettings,
  { tokens, noteRefusal }: { readonly tokens: SessionTokens; readonly noteRefusal?: NoteRefusal },
): ApiOf {
  const send = (session: SessionId, call: Call): Promise<HttpOutcome> =>
    withToken({
      getToken: tokens.of(session).get,
      isTokenRefused: (result) => result.outcome === 'answered' && result.status === 401,
      async send(token) {
        const { method, path, route, body, message, within = timeoutMs } = call;
        const result = await sendHttpRequest({
          method,
          url: `${baseUrl}${apiPath}${path}`,
          headers: [...jsonHeaders, 'authorization', `Bearer ${token}`],
          ...(body && { body: JSON.stringify(body) }),
          timeoutMs: within,
        });
        if (!isExpected(route, result))
          noteRefusal?.(result, {
            route,
            secret: token,
            ...(body && { body }),
            ...(message !== undefined && { message }),
          });
        return result;
      },
    });
  return (session) => customerApi((call) => send(session, call), deployment);
}

/** A conversation that is not there yet, or that has no session any more, is what was asked for. */
const isExpected = (route: string, result: HttpOutcome): boolean =>
  (route === 'look' || route === 'end') && result.outcome === 'answered' && result.status === 404;

function customerApi(send: (call: Call) => Promise<HttpOutcome>, deployment: string): CustomerApi {
  const of = (conversation: LiveChatId) => `/conversation/${encodeURIComponent(conversation)}`;
  const deployed = `esDeveloperName=${encodeURIComponent(deployment)}`;
  return {
    open: (body) => send({ method: 'POST', path: '/conversation', route: 'open', body }),
    look: (id) => send({ method: 'GET', path: of(id), route: 'look', within: shortTimeoutMs }),
    say: ({ liveChatId }, body) =>
      send({
        method: 'POST',
        path: `${of(liveChatId)}/message`,
        route: 'say',
        body,
        message: body.message.id,
      }),
    entries: ({ conversation, since, only }) => {
      const query = new URLSearchParams({
        limit: String(pageSize),
        startTimestamp: String(Math.max(0, Math.floor(since))),
        direction: 'FromStart',
        ...(only && { entryTypeFilter: only }),
      });
      const path = `${of(conversation)}/entries?${query}`;
      return send({ method: 'GET', path, route: 'entries', within: shortTimeoutMs });
    },
    indicate: (id, body) =>
      send({
        method: 'POST',
        path: `${of(id)}/entry`,
        route: 'typing',
        body,
        within: shortTimeoutMs,
      }),
    acknowledge: (id, body) =>
      send({
        method: 'POST',
        path: `${of(id)}/acknowledge-entries`,
        route: 'receipt',
        body,
        within: shortTimeoutMs,
      }),
    end: (id) => send({ method: 'DELETE', path: `${of(id)}/session?${deployed}`, route: 'end' }),
  };
}
