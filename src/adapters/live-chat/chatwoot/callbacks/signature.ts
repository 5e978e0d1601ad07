import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Refusal } from '../../../http/limits/refusals.ts';

/*
 * Chatwoot 4.13 and later sign what an API inbox sends: `X-Chatwoot-Signature: sha256=<hex>` of HMAC-SHA256 over
 * `<X-Chatwoot-Timestamp>.<body>`, with a secret that the inbox shows. Older ones send none of these headers.
 */

export interface SignedHeaders {
  readonly timestamp?: string | undefined;
  readonly signature?: string | undefined;
}

export type Trust =
  /** `id` names what was signed; the same for a repeat of the same bytes. */
  | { readonly as: 'signed'; readonly id: string }
  | { readonly as: 'unsigned' }
  | { readonly as: 'refused'; readonly refusal: Refusal };

export interface Trusting {
  /** Any of them, so that one can replace the other. */
  readonly secrets: readonly string[];
  readonly allowUnsigned: boolean;
}

/** How far a timestamp may be off, in seconds. Chatwoot sends a callback within moments, and once. */
const toleratedSeconds = 300;

/**
 * Whether a callback is believed. Without a secret there is nothing to check a signature by, so that it counts as none; with one,
 * a signature that is there has to be right, even where unsigned callbacks are allowed.
 */
export function judgeTrust(
  { secrets, allowUnsigned }: Trusting,
  { timestamp, signature }: SignedHeaders,
  { body, now }: { readonly body: string; readonly now: number },
): Trust {
  const isSigned = secrets.length > 0 && signature !== undefined;
  if (!isSigned) {
    if (allowUnsigned) return { as: 'unsigned' };
    return { as: 'refused', refusal: { reason: 'not-signed' } };
  }
  const isRight = secrets.some((secret) => isSame(signature, signatureOf(secret, timestamp ?? '', body)));
  if (!isRight) return { as: 'refused', refusal: { reason: 'bad-signature' } };
  const offSeconds = Math.round(Math.abs(Number(timestamp) - now / 1000));
  if (offSeconds <= toleratedSeconds) return { as: 'signed', id: signature };
  return { as: 'refused', refusal: { reason: 'signature-out-of-time', compared: { offSeconds } } };
}

const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

function isSame(given: string, expected: string): boolean {
  const one = Buffer.from(given);
  const other = Buffer.from(expected);
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}
