import { type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { SessionId } from '../../../../domain/ids.ts';

/** The key that the operator has registered for user verification, and how Salesforce knows its tokens. */
export interface VerificationKey {
  /** A private RSA key. */
  readonly key: KeyObject;
  readonly keyId: string;
  readonly issuer: string;
  /** The address of My Domain. */
  readonly audience: string;
}

/** What an identity token is good for, in seconds. */
export const identityLifetimeSeconds = 3_600;
/** Clocks differ by so many seconds at most. */
const skewSeconds = 30;

/** Says to Salesforce that the end user is this session: one of its own each, since one end user's sessions share a stream. */
export const identityToken = (
  { key, keyId, issuer, audience }: VerificationKey,
  session: SessionId,
  now: number,
): Promise<string> =>
  new SignJWT()
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keyId })
    .setIssuer(issuer)
    .setSubject(session)
    .setAudience(audience)
    .setIssuedAt(Math.floor(now / 1000) - skewSeconds)
    .setExpirationTime(Math.floor(now / 1000) + identityLifetimeSeconds)
    .setJti(randomUUID())
    .sign(key);
