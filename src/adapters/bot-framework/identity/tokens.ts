import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { requestToken } from '../../http/client/client-credentials.ts';
import { type GetHeldToken, heldToken } from '../../http/client/held-token.ts';
import { type HttpOutcome, isSuccess } from '../../http/client/http-outcome.ts';
import { unverifiedClaims } from './unverified-claims.ts';

/** An app registration in Entra that we can get tokens for. */
export interface AppConnection {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** e.g. `https://login.microsoftonline.com`; plain http is for a loopback issuer of tests and rehearsals. */
  readonly authority: string;
}

/**
 * Gives an access token for a scope such as `https://api.botframework.com/.default`, at once when it has one. Rejects with
 * {@link NoToken} when there is none. `refused` is a token that was given and that the other side does not take: it is
 * replaced, at most once in ten seconds for each scope; until then the same is given again.
 */
export type GetToken = (scope: string, refused?: string) => string | Promise<string>;

export interface AppTokensOptions {
  readonly dispatcher?: Dispatcher;
  /** Hears of each request that gave no token, a renewal that is not urgent included. */
  readonly onNoToken?: (failure: TokenFailure) => void;
  /** Hears of each token that is replaced because the other side has refused it. */
  readonly onRefused?: (refusal: Pick<TokenFailure, 'appId' | 'scope'>) => void;
}

export interface TokenFailure {
  readonly appId: string;
  readonly scope: string;
  /** Entra's code (`AADSTS…`), or what came of the request; it quotes nothing. */
  readonly reason: string;
}

/** Tokens are renewed this long before they expire, in milliseconds. */
const renewBeforeMs = 5 * 60_000;
/** How long a token without `expires_in` is used, in milliseconds. */
const assumedLifetimeMs = 10 * 60_000;

/** Tokens for a copilot are tokens for its app. */
export const copilotScope = (copilotAppId: string): string => `${copilotAppId}/.default`;

/** Tokens of an app by client credentials; remembered, and asked for once however many wait for the same one. */
export function appTokens(connection: AppConnection, options: AppTokensOptions = {}): GetToken {
  const { dispatcher, onNoToken, onRefused } = options;
  const appId = connection.clientId;
  const ofScope = (scope: string): GetHeldToken =>
    heldToken({
      fetch: async () => {
        const token = await requestAppToken(connection, scope, dispatcher).catch((error: unknown) => {
          if (error instanceof NoToken) onNoToken?.({ appId, scope, reason: error.reason });
          throw error;
        });
        const expiresAt = expiryOf(token);
        return { token, expiresAt, renewAt: expiresAt - renewBeforeMs };
      },
      onRefused: () => onRefused?.({ appId, scope }),
    });
  const held = new Map<string, GetHeldToken>();
  return (scope, refused) => {
    const known = held.get(scope) ?? ofScope(scope);
    held.set(scope, known);
    return known(refused);
  };
}

class NoToken extends Error {
  override readonly name = 'NoToken';
  readonly reason: string;
  constructor(reason: string) {
    super(`the authority gave no token: ${reason}`);
    this.reason = reason;
  }
}

const tokenAnswer = z.object({ access_token: z.string().min(1) });

/** The client-credentials request of Entra's endpoint of version 2.0, to any authority. Rejects with {@link NoToken}. */
async function requestAppToken(
  { authority, tenantId, clientId, clientSecret }: AppConnection,
  scope: string,
  dispatcher?: Dispatcher,
): Promise<string> {
  const tokenUrl = `${authority}/${tenantId}/oauth2/v2.0/token`;
  const result = await requestToken({ tokenUrl, clientId, clientSecret, scope }, dispatcher);
  const body = result.outcome === 'answered' && isSuccess(result.status) ? result.body : undefined;
  const answer = tokenAnswer.safeParse(body);
  if (!answer.success) throw new NoToken(reasonOf(result));
  return answer.data.access_token;
}

const refusal = z.object({
  error: z.string().optional().catch(undefined),
  error_codes: z.array(z.number().int().positive()).optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
});

/** Entra's codes say what is wrong; its sentences may name people, apps and parts of what was sent. */
function reasonOf(result: HttpOutcome): string {
  if (result.outcome !== 'answered') return result.cause;
  const { error, error_codes: codes, error_description: text } = refusal.safeParse(result.body).data ?? {};
  const code = codes?.[0] ?? /^AADSTS(\d{1,10})\b/.exec(text ?? '')?.[1];
  if (code !== undefined) return `AADSTS${code}`;
  if (error !== undefined && /^[a-z_]{1,64}$/.test(error)) return error;
  return isSuccess(result.status) ? 'answer-without-token' : `status-${result.status}`;
}

function expiryOf(token: string): number {
  const exp = unverifiedClaims(token)?.exp;
  return typeof exp === 'number' ? exp * 1000 : Date.now() + assumedLifetimeMs;
}
