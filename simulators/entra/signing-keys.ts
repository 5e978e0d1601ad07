import { createSecretKey, generateKeyPair, type KeyObject, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { CompactSign, exportJWK, type JWK } from 'jose';

const newKeyPair = promisify(generateKeyPair);

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As published in the key set. */
  readonly jwk: JWK;
}

export interface SignOptions {
  /** Key id named in the header; default is that of the key that signs. */
  readonly kid?: string;
  /** `none` leaves the token unsigned; an HMAC algorithm signs with the public key's text, the classic confusion. */
  readonly alg?: string;
  /** Further header fields, which win over all others. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** `unknown` signs with a key that was never published. */
  readonly key?: 'current' | 'unknown';
}

export async function makeSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await newKeyPair('rsa', { modulusLength: 2048 });
  const kid = randomUUID();
  const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' };
  return { kid, privateKey, publicKey, jwk };
}

/** A compact JWS over any claims at all; nothing is added to them. */
export async function signClaims(
  claims: Readonly<Record<string, unknown>>,
  key: SigningKey,
  options: SignOptions = {},
): Promise<string> {
  const alg = options.alg ?? 'RS256';
  const header = { typ: 'JWT', alg, kid: options.kid ?? key.kid, ...options.header };
  const payload = JSON.stringify(claims);
  if (alg === 'none') return `${encoded(JSON.stringify(header))}.${encoded(payload)}.`;
  return new CompactSign(Buffer.from(payload)).setProtectedHeader(header).sign(secretFor(alg, key));
}

function secretFor(alg: string, key: SigningKey): KeyObject {
  if (!alg.startsWith('HS')) return key.privateKey;
  return createSecretKey(Buffer.from(key.publicKey.export({ type: 'spki', format: 'pem' })));
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64url');
}
