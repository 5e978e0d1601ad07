import type { Context } from 'hono';
import type { LiveChatAnswer } from '../../application/ports/inbound.ts';
import { Problem, refused } from '../http/requests/problem.ts';

export type NotTaken = Exclude<LiveChatAnswer, 'accepted' | 'duplicate'>;

/** Refuses a callback in the words of a vendor whose chats are called `chat`: 404, 410, or 503 and 429 with when to repeat it. */
export function notTaken(c: Context, answer: NotTaken, chat: 'conversation' | 'session'): Problem {
  switch (answer) {
    case 'unknown':
      return refused(404, `This ${chat} is not known.`, 'unknown-live-chat');
    case 'ended':
      return refused(410, `This ${chat} has ended.`, 'live-chat-ended');
    case 'opening':
      c.header('retry-after', '1');
      return new Problem(503, `This ${chat} is not known yet. Please repeat the callback.`, {
        more: { code: 'session-opening' },
        refusal: { reason: 'live-chat-opening' },
      });
    case 'full':
      c.header('retry-after', '5');
      return refused(429, 'Too many messages wait for this customer.', 'lane-full');
  }
}
