import type { Context } from 'hono';
import type { LiveChatAnswer } from '../../../../application/ports/inbound.ts';
import { Problem, refused } from '../../../http/requests/problem.ts';

/**
 * What each answer means for the whole callback. An unknown conversation and one that has ended are 200: most conversations of an
 * account are not the bridge's, and 404 and its like would end the repeats of other events in the batch.
 */
const statuses = {
  accepted: 200,
  duplicate: 200,
  unknown: 200,
  ended: 200,
  full: 429,
  opening: 503,
} as const satisfies Record<LiveChatAnswer, number>;

/** One answer for all events: 200 once none of them has to come again. */
export function answered(c: Context, answers: readonly LiveChatAnswer[]) {
  if (answers.includes('opening')) {
    c.header('retry-after', '1');
    throw new Problem(statuses.opening, 'A conversation is not known yet. Please repeat the callback.', {
      more: { code: 'session-opening' },
      refusal: { reason: 'live-chat-opening' },
    });
  }
  if (answers.includes('full')) {
    c.header('retry-after', '5');
    throw refused(statuses.full, 'Too many messages wait for a customer.', 'lane-full');
  }
  return c.json({ events: answers }, 200);
}
