import { hash } from 'node:crypto';
import { createRemoteJWKSet, customFetch, type FetchImplementation, type JWTPayload, jwtVerify } from 'jose';
import { sendHttpRequest } from '../../http/client/http-request.ts';
import type { Refusal } from '../../http/limits/refusals.ts';
import type { RefusedBearer } from '../../http/requests/bearer.ts';
import { shownHost, shownId } from '../../http/server/shown-id.ts';
import { isAboutFetchingKeys, KeysNotFetched, refusalOf, wrongAudience } from './token-refusal.ts';
import { unverifiedClaims } from './unverified-claims.ts';

/** Who may speak to us, and in whose name tokens have to be. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly keysUrl: string;
  /** Tokens of Entra name their tenant; Bot Framework's do not. */
  readonly tenantId?: string;
}

export interface AuthenticationSettings {
  /** The audiences that we take, such as our own app id. */
  readonly audiences: readonly string[];
  readonly issuers: readonly TrustedIssuer[];
  readonly allowedCallers: readonly string[];
}

export interface Caller {
  readonly appId: string;
  /** What its token is for, and who issued it. */
  readonly audience: string;
  readonly issuer: string;
  /** The service URL that the token is bound to, where it is. */
  readonly serviceUrl?: string;
}

export type Authenticated = { readonly outcome: 'authenticated'; readonly caller: Caller } | RefusedBearer;

/** Answers at once where it knows the token already. */
export type Authenticate = (authorization: string | undefined) => Authenticated | Promise<Authenticated>;

const clockToleranceSeconds = 300;
/** At most one fetch of an issuer's keys within this time, however many unknown keys are named. */
const keyFetchPauseMs = 60_000;
/** A fetch that failed is not tried again within this time, or unknown keys would have us ask on and on. */
const failedFetchPauseMs = 5_000;
const keyFetchTimeoutMs = 5_000;
const tokenCacheSize = 2_000;

/** Checks bearer tokens: signature, algorithm, issuer, audience, tenant, times, and the caller's app id. */
export function authentication(settings: AuthenticationSettings): Authenticate {
  const keysOf = new Map(
    settings.issuers.map((trusted) => [trusted.issuer, { trusted, keys: keySet(trusted.keysUrl) }]),
  );
  const cache = new Map<string, { readonly authenticated: Authenticated; readonly untilMs: number }>();

  async function verify(token: string): Promise<Verified> {
    // Only to choose among issuers that we trust anyway; the check of the signature comes after.
    const claimed = unverifiedClaims(token);
    if (claimed === undefined) return unauthorized({ reason: 'token-malformed' });
    const issuer = keysOf.get(typeof claimed.iss === 'string' ? claimed.iss : '');
    if (!issuer) return unauthorized(untrustedIssuer(claimed, settings.issuers));
    const { trusted, keys } = issuer;
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        issuer: trusted.issuer,
        audience: [...settings.audiences],
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['exp', 'iss', 'aud'],
      });
      return verified(payload, settings.audiences, trusted.tenantId);
    } catch (error) {
      const { audiences } = settings;
      return isAboutFetchingKeys(error)
        ? undetermined(error, trusted.keysUrl)
        : unauthorized(refusalOf(error, claimed, { audiences, issuer: trusted.issuer }));
    }
  }

  function addToCache(digest: string, authenticated: Authenticated, expiresAt: number): void {
    if (cache.size >= tokenCacheSize) cache.delete(cache.keys().next().value ?? '');
    cache.set(digest, { authenticated, untilMs: (expiresAt + clockToleranceSeconds) * 1000 });
  }

  async function check(authorization: string, digest: string): Promise<Authenticated> {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
    if (token === undefined) return unauthorized({ reason: 'token-malformed' });
    const result = await verify(token);
    if (!('claims' in result)) return result;
    const authenticated = callerOf(result.claims, settings.allowedCallers);
    addToCache(digest, authenticated, result.claims.exp ?? 0);
    return authenticated;
  }

  return (authorization) => {
    if (authorization === undefined) return unauthorized({ reason: 'token-missing' });
    // The digest of the whole header, so that a memory dump contains no valid token.
    const digest = hash('sha256', authorization, 'base64');
    const cached = cache.get(digest);
    if (cached && cached.untilMs > Date.now()) return cached.authenticated;
    return check(authorization, digest);
  };
}

type Verified = { readonly claims: JWTPayload } | RefusedBearer;

function verified(claims: JWTPayload, audiences: readonly string[], tenantId: string | undefined): Verified {
  if (typeof claims.aud !== 'string') return unauthorized(wrongAudience(claims, audiences));
  const isOfTenant = tenantId === undefined || claims.tid === tenantId;
  return isOfTenant ? { claims } : unauthorized(wrongTenant(claims, tenantId));
}

function undetermined(error: unknown, keysUrl: string): Verified {
  const cause = error instanceof KeysNotFetched ? error.reason : 'unusable-keys';
  const compared = { host: shownHost(keysUrl), cause };
  return { outcome: 'undetermined', refusal: { reason: 'keys-not-fetched', compared } };
}

const unauthorized = (refusal: Refusal) => ({ outcome: 'unauthorized' as const, refusal });

const untrustedIssuer = ({ iss }: JWTPayload, issuers: readonly TrustedIssuer[]): Refusal => ({
  reason: 'untrusted-issuer',
  compared: { issuer: shownId(iss), expected: issuers.map(({ issuer }) => issuer).join(' ') },
});

const wrongTenant = ({ tid }: JWTPayload, expected: string | undefined): Refusal => ({
  reason: 'wrong-tenant',
  compared: { tenant: shownId(tid), expected },
});

/** Who speaks, by claims that were verified. */
function callerOf(claims: JWTPayload, allowedCallers: readonly string[]): Authenticated {
  const appId = claims.azp ?? claims.appid;
  if (typeof appId !== 'string' || !allowedCallers.includes(appId)) {
    const compared = { caller: shownId(appId), expected: allowedCallers.join(' ') };
    return { outcome: 'forbidden', refusal: { reason: 'unknown-caller', compared } };
  }
  const { aud, iss, serviceurl } = claims;
  const token = { audience: String(aud), issuer: String(iss) };
  return {
    outcome: 'authenticated',
    caller: { appId, ...token, ...(typeof serviceurl === 'string' && { serviceUrl: serviceurl }) },
  };
}

function keySet(url: string) {
  return createRemoteJWKSet(new URL(url), {
    cooldownDuration: keyFetchPauseMs,
    timeoutDuration: keyFetchTimeoutMs,
    cacheMaxAge: 24 * 3_600_000,
    [customFetch]: pausingFetch(),
  });
}

function pausingFetch(): FetchImplementation {
  let notBefore = 0;
  let reason = '';
  return async (url) => {
    if (Date.now() < notBefore) throw new KeysNotFetched(reason);
    const headers = ['accept', 'application/json'];
    const response = await sendHttpRequest({ method: 'GET', url, headers, timeoutMs: keyFetchTimeoutMs });
    if (response.outcome === 'answered' && response.status === 200)
      return Response.json(response.body ?? null);
    notBefore = Date.now() + failedFetchPauseMs;
    reason = response.outcome === 'answered' ? `status-${response.status}` : response.cause;
    throw new KeysNotFetched(reason);
  };
}
