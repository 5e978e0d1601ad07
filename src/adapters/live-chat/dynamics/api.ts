import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import { jsonHeaders, sendHttpRequest } from '../../http/client/http-request.ts';
import type { NoteRefusal } from '../../http/client/peer-refusals.ts';
import { withToken } from '../../http/client/with-token.ts';
import type { LiveChatPlatform } from '../vendor.ts';
import type { DynamicsSettings } from './settings.ts';
import { apiPath } from './wire.ts';

export interface ApiSettings extends Pick<DynamicsSettings, 'baseUrl' | 'orgId' | 'channelId' | 'scope'> {
  readonly getToken: LiveChatPlatform['getToken'];
  /** Sees every answer and logs refusals. Default: none. */
  readonly noteRefusal?: NoteRefusal;
}

export interface ApiRequest {
  /** Of a closed set, for the log. */
  readonly route: string;
  /** Below the API. */
  readonly path: string;
  /** Posted; without it the request is a GET. */
  readonly body?: object;
  /** The id of the message that it is about. */
  readonly message?: string;
  readonly timeoutMs: number;
}

/** One request to the Messaging API, with a token of the LiveChat connection; a refused token is replaced once. */
export type CallApi = (request: ApiRequest) => Promise<HttpOutcome>;

export function messagingApi(settings: ApiSettings): CallApi {
  const { baseUrl, orgId, channelId, scope, getToken, noteRefusal } = settings;
  return (request) =>
    withToken({
      getToken: (refused) => getToken(scope, refused),
      send: (token) =>
        sendWithToken(`${baseUrl}${apiPath}${request.path}`, request, {
          token,
          headers: ['channel-id', channelId, 'organization-id', orgId],
          noteRefusal,
        }),
      isTokenRefused,
    });
}

export const isTokenRefused = (result: HttpOutcome): boolean =>
  result.outcome === 'answered' && result.status === 401;

interface Sending {
  readonly token: string;
  readonly headers: readonly string[];
  readonly noteRefusal: NoteRefusal | undefined;
}

export async function sendWithToken(
  url: string,
  { route, body, message, timeoutMs }: Omit<ApiRequest, 'path'>,
  { token, headers, noteRefusal }: Sending,
): Promise<HttpOutcome> {
  const result = await sendHttpRequest({
    method: body === undefined ? 'GET' : 'POST',
    url,
    headers: [...jsonHeaders, ...headers, 'authorization', `Bearer ${token}`],
    ...(body && { body: JSON.stringify(body) }),
    timeoutMs,
  });
  noteRefusal?.(result, {
    route,
    ...(message !== undefined && { message }),
    ...(body && { body }),
    secret: token,
  });
  return result;
}
