import {
  AuthError,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
} from '@azure/msal-node';
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { isSuccess } from '../../../http/client/http-outcome.ts';
import { sendHttpRequest } from '../../../http/client/http-request.ts';

/** Longer than any endpoint needs, and shorter than a lease. In milliseconds. */
const timeoutMs = 10_000;

/** The error of Entra and of the endpoints of managed identities, which MSAL reads itself. */
const errorAnswer = z.union([
  z.object({ error: z.union([z.string(), z.object({ code: z.string() })]) }),
  z.object({ error_description: z.string() }),
]);

/**
 * MSAL's requests take the way of all others: the same proxy, time-outs and certificates, and no redirect. What is no answer of a token
 * endpoint is thrown with its cause as the code.
 */
export function msalNetwork(dispatcher?: Dispatcher): INetworkModule {
  async function send<Body>(
    method: 'GET' | 'POST',
    url: string,
    { headers = {}, body }: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<Body>> {
    const answer = await sendHttpRequest({
      method,
      url,
      headers: Object.entries({ accept: 'application/json', ...headers }).flat(),
      timeoutMs,
      ...(body !== undefined && { body }),
      ...(dispatcher && { dispatcher }),
    });
    if (answer.outcome !== 'answered') throw new AuthError(answer.cause, '');
    const { status, body: read } = answer;
    if (isSuccess(status)) {
      if (isBody<Body>(read)) return { status, headers: {}, body: read };
      throw new AuthError('answer-without-token', '');
    }
    if (isBody<Body>(read) && errorAnswer.safeParse(read).success) return { status, headers: {}, body: read };
    throw new AuthError(`status-${status}`, '');
  }
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  };
}

/** MSAL's interface has every implementation say that an answer is what was asked for; MSAL looks at it afterwards. */
const isBody = <Body>(read: unknown): read is Body => typeof read === 'object' && read !== null;
