import type { Clock } from '../ports/clock.ts';

/**
 * How old the answer may be that allows to send, in milliseconds. A process that stood still before it read it could have
 * lost the lane, and the session could have ended.
 */
export const freshMs = 2000;

const tries = 3;

/** No answer of the store was fresh. Nothing was sent on the strength of any. */
export class NotFresh extends Error {
  override readonly name = 'NotFresh';
}

/** Whether an answer that was asked for then still allows to send. One from the future is of a clock that was set back. */
export function isFresh(clock: Clock, askedAt: number): boolean {
  const age = clock.now() - askedAt;
  return age >= 0 && age <= freshMs;
}

/** Asks again when it took so long to hear the answer. Rejects with {@link NotFresh} when no answer is fresh, and as `ask` does. */
export async function fresh<Answer>(clock: Clock, ask: () => Promise<Answer>): Promise<Answer> {
  for (let number = 0; number < tries; number++) {
    const askedAt = clock.now();
    const answer = await ask();
    if (isFresh(clock, askedAt)) return answer;
  }
  throw new NotFresh('every answer of the store was too old when it came');
}
