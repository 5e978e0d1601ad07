import { createHmac } from 'node:crypto';
import type { Log } from '../../../../application/ports/log.ts';
import { type ClientCredentials, clientCredentialsTokens } from '../../../http/client/client-credentials.ts';
import type { GetHeldToken } from '../../../http/client/held-token.ts';
import type { HttpOutcome } from '../../../http/client/http-outcome.ts';
import { withToken } from '../../../http/client/with-token.ts';
import { throttledWarning } from '../../../http/limits/throttled-warning.ts';

/** How the instance knows the integration user. It checks that before it answers. */
export type UserAccess =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | ({ readonly kind: 'oauth' } & Omit<ClientCredentials, 'scope'>)
  | { readonly kind: 'none' };

/**
 * ServiceNow's message authentication, alone or beside the user's. A worker checks it after the answer: what is wrong there shows
 * only in callbacks that never come.
 */
export type MessageAccess =
  | { readonly kind: 'static' | 'hash'; readonly token: string }
  | { readonly kind: 'none' };

export interface Access {
  readonly user: UserAccess;
  readonly message: MessageAccess;
}

/** What goes with a request, and what of it must not be shown. */
interface Credentials {
  readonly headers: readonly string[];
  readonly secret?: string;
}

/** Sends once with the right headers, and once more where another token may be taken. */
export type Authenticated = (
  body: string,
  send: (credentials: Credentials) => Promise<HttpOutcome>,
) => Promise<HttpOutcome>;

/** `getToken` gives the tokens of the user; without it, the access has none. */
export function authenticated({ user, message }: Access, getToken?: GetHeldToken): Authenticated {
  return (body, send) => {
    const own = messageCredentials(message, body);
    const sendAs = (authorization: string, secret: string) =>
      send({ headers: ['authorization', authorization, ...own.headers], secret });
    if (user.kind === 'basic') {
      const encoded = Buffer.from(`${user.user}:${user.password}`).toString('base64');
      return sendAs(`Basic ${encoded}`, encoded);
    }
    if (!getToken) return send(own);
    return withToken({
      getToken,
      send: (token) => sendAs(`Bearer ${token}`, token),
      isTokenRefused: (result) => result.outcome === 'answered' && result.status === 401,
    });
  };
}

function messageCredentials(access: MessageAccess, body: string): Credentials {
  switch (access.kind) {
    case 'static':
      return { headers: ['token', access.token], secret: access.token };
    case 'hash': {
      // SHA-1 is what ServiceNow's hash verification expects.
      const signature = createHmac('sha1', access.token).update(body).digest('hex');
      return { headers: ['x-b2b-signature', signature], secret: signature };
    }
    case 'none':
      return { headers: [] };
  }
}

/** Tokens of the instance; operators are told why there is none. Absent where the user has none. */
export function instanceTokens({ user }: Access, log: Log): GetHeldToken | undefined {
  if (user.kind !== 'oauth') return undefined;
  const warn = throttledWarning(log, 'no-token');
  const app = user.clientId;
  return clientCredentialsTokens(user, {
    onNoToken: (reason) => warn(reason, { app, reason }),
    onRefused: () => log.warn({ app }, 'token-refused'),
  });
}
