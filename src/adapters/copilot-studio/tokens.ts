import { type AuthConfiguration, MsalTokenProvider } from '@microsoft/agents-hosting';
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { call } from '../http/call.ts';

/** An app registration in Entra that we can get tokens for. */
export interface AppConnection {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** e.g. `https://login.microsoftonline.com`; plain http is for a loopback issuer of tests and rehearsals. */
  readonly authority: string;
}

/** Gives an access token for a scope such as `https://api.botframework.com/.default`. Rejects when there is none. */
export type GetToken = (scope: string) => Promise<string>;

/** Tokens are renewed this long before they expire, in milliseconds. */
const renewBeforeMs = 5 * 60_000;
/** How long a token is used whose lifetime nobody told, in milliseconds. */
const assumedLifetimeMs = 10 * 60_000;

/** Tokens of an app by client credentials; remembered, and asked for once however many wait for the same one. */
export function appTokens(connection: AppConnection, dispatcher?: Dispatcher): GetToken {
  const fetchToken = connection.authority.startsWith('http:')
    ? (scope: string) => loopbackToken(connection, scope, dispatcher)
    : msalToken(connection);
  const tokens = new Map<string, { readonly token: Promise<string>; renewAt: number }>();
  return (scope) => {
    const known = tokens.get(scope);
    if (known && Date.now() < known.renewAt) return known.token;
    const entry = { token: fetchToken(scope), renewAt: Number.POSITIVE_INFINITY };
    tokens.set(scope, entry);
    entry.token.then(
      (token) => {
        entry.renewAt = expiryOf(token) - renewBeforeMs;
      },
      () => {
        if (tokens.get(scope) === entry) tokens.delete(scope);
      },
    );
    return entry.token;
  };
}

function msalToken({ tenantId, clientId, clientSecret, authority }: AppConnection): GetToken {
  const settings: AuthConfiguration = { tenantId, clientId, clientSecret, authorityEndpoint: authority };
  const provider = new MsalTokenProvider(settings);
  return (scope) => provider.getAccessToken(scope);
}

const tokenAnswer = z.object({ access_token: z.string().min(1) });

/** MSAL takes no http authority, so a loopback issuer is asked directly; the request is the same. */
async function loopbackToken(
  connection: AppConnection,
  scope: string,
  dispatcher?: Dispatcher,
): Promise<string> {
  const { authority, tenantId, clientId, clientSecret } = connection;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope };
  const called = await call({
    method: 'POST',
    url: `${authority}/${tenantId}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    timeoutMs: 10_000,
    ...(dispatcher && { dispatcher }),
  });
  const answer = called.outcome === 'answered' ? tokenAnswer.safeParse(called.body) : undefined;
  if (!answer?.success) throw new Error('the authority gave no token');
  return answer.data.access_token;
}

function expiryOf(token: string): number {
  const claims: unknown = parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  const exp = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : undefined;
  return typeof exp === 'number' ? exp * 1000 : Date.now() + assumedLifetimeMs;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An opaque token tells nothing of itself.
    return undefined;
  }
}
