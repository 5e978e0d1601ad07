import type { Clock } from './ports/clock.ts';

/**
 * How old the answer may be that allows to send, in milliseconds. A process that stood still before it read it could have
 * lost the lane, and the session could have ended.
 */
export const freshMs = 2000;

const tries = 3;

/** Asks again when it took so long to hear the answer. Throws when no answer is fresh, and rejects as `ask` does. */
export async function fresh<Answer>(clock: Clock, ask: () => Promise<Answer>): Promise<Answer> {
  for (let number = 0; number < tries; number++) {
    const askedAt = clock.now();
    const answer = await ask();
    if (clock.now() - askedAt <= freshMs) return answer;
  }
  throw new Error('every answer of the store was too old when it came');
}
