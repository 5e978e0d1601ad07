import { errors, type JWTPayload } from 'jose';
import type { Refusal, RefusalReason } from '../../http/limits/refusals.ts';
import { shownId } from '../../http/server/shown-id.ts';

/** The keys of an issuer could not be fetched. `reason` is a code or a status. */
export class KeysNotFetched extends Error {
  override readonly name = 'KeysNotFetched';
  readonly reason: string;
  constructor(reason: string) {
    super(`the keys could not be fetched: ${reason}`);
    this.reason = reason;
  }
}

/** What jose found wrong with a token, and with what it was compared. */
export function refusalOf(error: unknown, claims: JWTPayload, trusted: Trusted): Refusal {
  if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed) {
    return refusalOfClaim(error, claims, trusted.audiences);
  }
  return { reason: reasonOf(error), compared: { issuer: trusted.issuer } };
}

interface Trusted {
  readonly audiences: readonly string[];
  /** The one of ours that the token names. */
  readonly issuer: string;
}

function refusalOfClaim(
  { claim, reason }: errors.JWTExpired | errors.JWTClaimValidationFailed,
  claims: JWTPayload,
  audiences: readonly string[],
): Refusal {
  if (reason === 'missing') return { reason: 'claim-missing', compared: { claim } };
  if (claim === 'aud') return wrongAudience(claims, audiences);
  if (claim === 'iss') return { reason: 'untrusted-issuer', compared: { issuer: shownId(claims.iss) } };
  if (claim === 'exp' || claim === 'nbf') {
    const off = Math.round(Date.now() / 1000) - Number(claims[claim]);
    const compared = Number.isSafeInteger(off) ? { offSeconds: Math.abs(off) } : { claim };
    return { reason: claim === 'exp' ? 'expired' : 'not-yet-valid', compared };
  }
  return { reason: 'token-malformed', compared: { claim } };
}

export const wrongAudience = ({ aud }: JWTPayload, expected: readonly string[]): Refusal => ({
  reason: 'wrong-audience',
  compared: { audience: shownId(aud), expected: expected.join(' ') },
});

function reasonOf(error: unknown): RefusalReason {
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'bad-signature';
  if (error instanceof errors.JWKSNoMatchingKey) return 'unknown-key';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'wrong-algorithm';
  return 'token-malformed';
}

/** Whatever jose did not decide about the token itself: no connection, a bad answer, a time-out. */
export function isAboutFetchingKeys(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  return !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC';
}
