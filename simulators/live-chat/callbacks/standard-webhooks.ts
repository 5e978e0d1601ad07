import { Webhook } from 'standardwebhooks';
import type { CallbackAnswer } from '../live-chat.ts';
import type { CallbackStyle, Tries, UnsignedCallback } from './style.ts';

const FIRST_RETRY_MS = 250;
const SLOWEST_RETRY_MS = 5_000;
const GIVE_UP_AFTER_MS = 120_000;
const ANSWER_WITHIN_MS = 15_000;

/** Signed as Standard Webhooks (standardwebhooks.com) where there is a secret, and repeated until it is taken or refused. */
export const standardWebhooks: CallbackStyle = {
  check(secret) {
    if (secret !== undefined) new Webhook(secret);
  },
  addressed: ({ url, body, id, secret }) => ({ url, headers: signedHeaders(body, id, { secret }) }),
  answerWithinMs: ANSWER_WITHIN_MS,
  retryAfterMs: backoffMs,
  isInOrder: true,
};

/** Unsigned, and never repeated: the agent is shown what went wrong. */
export const unsignedAndOnce: CallbackStyle = {
  addressed: ({ url }: UnsignedCallback) => ({ url, headers: {} }),
  answerWithinMs: ANSWER_WITHIN_MS,
  retryAfterMs: () => undefined,
  isInOrder: true,
};

/** Throws when the secret is none. */
export function signedHeaders(
  body: string,
  id: string,
  { secret, at = new Date() }: { readonly secret?: string | undefined; readonly at?: Date | undefined },
): Readonly<Record<string, string>> {
  if (secret === undefined) return {};
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

function backoffMs({ status, retryAfterMs }: CallbackAnswer, { count, forMs }: Tries): number | undefined {
  const isPassing = status === 0 || status === 429 || status >= 500;
  if (!isPassing) return undefined;
  const waitMs = retryAfterMs ?? Math.min(FIRST_RETRY_MS * 2 ** (count - 1), SLOWEST_RETRY_MS);
  return forMs + waitMs > GIVE_UP_AFTER_MS ? undefined : waitMs;
}
