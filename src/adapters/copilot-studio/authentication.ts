import { hash } from 'node:crypto';
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type FetchImplementation,
  type JWTPayload,
  jwtVerify,
} from 'jose';

/** Who may speak to us, and in whose name tokens have to be. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly keysUrl: string;
  /** Tokens of Entra name their tenant; Bot Framework's do not. */
  readonly tenantId?: string;
}

export interface AuthenticationSettings {
  /** Our own app id; the only audience that we take. */
  readonly audience: string;
  readonly issuers: readonly TrustedIssuer[];
  readonly allowedCallers: readonly string[];
}

export interface Caller {
  readonly appId: string;
  /** The service URL that the token is bound to, where it is. */
  readonly serviceUrl?: string;
}

/** `unauthorized`: not a token that we trust. `forbidden`: a good token of somebody who is not on our list. */
export type Authenticated =
  | { readonly outcome: 'authenticated'; readonly caller: Caller }
  | { readonly outcome: 'unauthorized' | 'forbidden' }
  /** The keys could not be fetched, so nothing can be said about the token. */
  | { readonly outcome: 'undecided' };

/** Answers at once where it knows the token already. */
export type Authenticate = (authorization: string | undefined) => Authenticated | Promise<Authenticated>;

const clockToleranceSeconds = 300;
/** At most one fetch of an issuer's keys within this time, however many unknown keys are named. */
const keyFetchPauseMs = 60_000;
/** A fetch that failed is not tried again within this time, or unknown keys would have us ask on and on. */
const failedFetchPauseMs = 5_000;
const keyFetchTimeoutMs = 5_000;
const rememberedTokens = 2_000;

/** Checks bearer tokens: signature, algorithm, issuer, audience, tenant, times, and the caller's app id. */
export function authentication(settings: AuthenticationSettings): Authenticate {
  const keysOf = new Map(
    settings.issuers.map((trusted) => [trusted.issuer, { trusted, keys: keySet(trusted.keysUrl) }]),
  );
  const remembered = new Map<string, { readonly authenticated: Authenticated; readonly untilMs: number }>();

  async function verify(token: string): Promise<JWTPayload | 'undecided' | undefined> {
    const issuer = keysOf.get(unverifiedIssuer(token) ?? '');
    if (!issuer) return undefined;
    const { trusted, keys } = issuer;
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        issuer: trusted.issuer,
        audience: settings.audience,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['exp', 'iss', 'aud'],
      });
      const isOurs = typeof payload.aud === 'string' && payload.tid === (trusted.tenantId ?? payload.tid);
      return isOurs ? payload : undefined;
    } catch (error) {
      return isAboutFetchingKeys(error) ? 'undecided' : undefined;
    }
  }

  function remember(digest: string, authenticated: Authenticated, expiresAt: number): void {
    if (remembered.size >= rememberedTokens) remembered.delete(remembered.keys().next().value ?? '');
    remembered.set(digest, { authenticated, untilMs: (expiresAt + clockToleranceSeconds) * 1000 });
  }

  async function check(authorization: string, digest: string): Promise<Authenticated> {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
    const claims = token === undefined ? undefined : await verify(token);
    if (claims === 'undecided') return { outcome: 'undecided' };
    if (claims === undefined) return { outcome: 'unauthorized' };
    const authenticated = callerOf(claims, settings.allowedCallers);
    remember(digest, authenticated, claims.exp ?? 0);
    return authenticated;
  }

  return (authorization) => {
    if (authorization === undefined) return { outcome: 'unauthorized' };
    // The digest of the whole header: nobody who reads our memory finds a token that is still good.
    const digest = hash('sha256', authorization, 'base64');
    const known = remembered.get(digest);
    if (known && known.untilMs > Date.now()) return known.authenticated;
    return check(authorization, digest);
  };
}

/** Who speaks, by claims that were verified. */
function callerOf(claims: JWTPayload, allowedCallers: readonly string[]): Authenticated {
  const appId = claims.azp ?? claims.appid;
  if (typeof appId !== 'string' || !allowedCallers.includes(appId)) return { outcome: 'forbidden' };
  const { serviceurl } = claims;
  return {
    outcome: 'authenticated',
    caller: { appId, ...(typeof serviceurl === 'string' && { serviceUrl: serviceurl }) },
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
  return async (url, options) => {
    if (Date.now() < notBefore) throw new Error('the keys could not be fetched a moment ago');
    const response = await fetch(url, options).catch((cause: unknown) => {
      notBefore = Date.now() + failedFetchPauseMs;
      throw cause;
    });
    if (response.status !== 200) notBefore = Date.now() + failedFetchPauseMs;
    return response;
  };
}

/** Only to choose among issuers that we trust anyway; the signature check comes after. */
function unverifiedIssuer(token: string): string | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const issuer = typeof claims === 'object' && claims !== null && 'iss' in claims ? claims.iss : undefined;
    return typeof issuer === 'string' ? issuer : undefined;
  } catch {
    // A token whose claims are not JSON has no issuer.
    return undefined;
  }
}

/** Whatever jose did not decide about the token itself: no connection, a bad answer, a time-out. */
function isAboutFetchingKeys(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  return !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC';
}
