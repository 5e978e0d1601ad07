import { decodeJwt, type JWTPayload } from 'jose';

/** What a token says of itself, before anything of it is checked; absent for one that is opaque. */
export function unverifiedClaims(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token);
  } catch {
    // Not every token is a JWT with claims in JSON.
    return undefined;
  }
}
