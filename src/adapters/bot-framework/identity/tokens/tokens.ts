import type { Dispatcher } from 'undici';
import { type GetHeldToken, heldToken } from '../../../http/client/held-token.ts';
import { unverifiedClaims } from '../unverified-claims.ts';
import type { AppConnection } from './app-connection.ts';
import { NoToken } from './no-token.ts';
import { requestAppToken } from './request-app-token.ts';

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
  /** Entra's code (`AADSTS…`), or what came of the request; it quotes nothing. `managed-identity-…` is of the identity's endpoint. */
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

function expiryOf(token: string): number {
  const exp = unverifiedClaims(token)?.exp;
  return typeof exp === 'number' ? exp * 1000 : Date.now() + assumedLifetimeMs;
}
