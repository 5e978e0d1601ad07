import { createHmac } from 'node:crypto';
import type { CallbackStyle } from '../callbacks/style.ts';
import { keptNotifications } from './kept.ts';

const tries = 6;
const waitMs = 5_000;

/** Signed over the body, and repeated five times after a time-out, 429 and 5xx. */
export const genesysCallbacks: CallbackStyle = {
  addressed: ({ url, body, secret }) => ({
    url,
    headers:
      secret === undefined
        ? {}
        : { 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('base64')}` },
  }),
  answerWithinMs: 10_000,
  retryAfterMs({ status }, { count }) {
    const isPassing = status === 0 || status === 429 || status >= 500;
    return isPassing && count < tries ? waitMs : undefined;
  },
  isInOrder: true,
  keeps: keptNotifications,
};
