import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Refusal } from '../../../http/limits/refusals.ts';

/** Why a webhook is not believed; absent when it is. */
export type CheckSignature = (sent: {
  readonly signature: string | undefined;
  /** As it came. */
  readonly body: string;
}) => Refusal | undefined;

/**
 * `X-Hub-Signature-256: sha256=` and the base64 of HMAC-SHA256 over the body, with any of the secrets. It has no time, so that a
 * replay is known by the id of its message.
 */
export function signatureCheck(secrets: readonly string[]): CheckSignature {
  return ({ signature, body }) => {
    if (!signature) return { reason: 'not-signed' };
    const given = digest(signature);
    const isRight = secrets
      .map((secret) => digest(`sha256=${createHmac('sha256', secret).update(body).digest('base64')}`))
      .reduce((isFound, each) => timingSafeEqual(each, given) || isFound, false);
    return isRight ? undefined : { reason: 'bad-signature' };
  };
}

/** Of one length for all, so that a comparison takes the same time whatever was sent. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
