import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Refusal } from '../../../http/limits/refusals.ts';

/* How Zendesk's two kinds of webhooks prove who they are. Several secrets hold at once while one replaces the other. */

/** Whether the `X-API-Key` of a Conversations webhook is one of its shared secrets. It signs nothing. */
export function sharedKeyCheck(secrets: readonly string[]): (given: string | undefined) => boolean {
  const known = secrets.map(digest);
  return (given) => given !== undefined && isAmong(known, digest(given));
}

/** What a Support webhook sends to be believed. */
export interface SupportSigned {
  readonly signature: string | undefined;
  /** ISO 8601. */
  readonly timestamp: string | undefined;
  readonly body: string;
}

/** How far off the time of a signature may be, in milliseconds. */
const toleratedMs = 5 * 60_000;

/**
 * Why a Support webhook is not believed; absent when it is: base64 of HMAC-SHA256 over time and body, at most five minutes old.
 * Within these a replay is known by the id of its event.
 */
export function supportSignatureCheck(
  secrets: readonly string[],
): (sent: SupportSigned, nowMs: number) => Refusal | undefined {
  return ({ signature, timestamp, body }, nowMs) => {
    if (!signature || !timestamp) return { reason: 'not-signed' };
    const given = digest(signature);
    const expected = secrets.map((secret) =>
      digest(createHmac('sha256', secret).update(`${timestamp}${body}`).digest('base64')),
    );
    if (!isAmong(expected, given)) return { reason: 'bad-signature' };
    const offMs = Math.abs(Date.parse(timestamp) - nowMs);
    return offMs <= toleratedMs ? undefined : { reason: 'signature-out-of-time' };
  };
}

/** Of one length for all, so that a comparison takes the same time whatever was sent. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** All are compared, whichever fits. */
const isAmong = (known: readonly Buffer[], given: Buffer): boolean =>
  known.reduce((isFound, each) => timingSafeEqual(each, given) || isFound, false);
