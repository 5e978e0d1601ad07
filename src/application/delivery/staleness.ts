import type { Clock } from '../ports/clock.ts';

/**
 * How old the answer may be that allows to send, in milliseconds. A process that stood still before it read it could have
 * lost the lane, and the session could have ended.
 */
export const maxAnswerAgeMs = 2000;

const tries = 3;

/** No answer of the store was fresh. Nothing was sent on the strength of any. */
export class AnswerTooOld extends Error {
  override readonly name = 'NotFresh';
}

/** Whether an answer that was asked for then still allows to send. One from the future is of a clock that was set back. */
export function isCurrent(clock: Clock, askedAt: number): boolean {
  const age = clock.now() - askedAt;
  return age >= 0 && age <= maxAnswerAgeMs;
}

/** Asks again when it took so long to hear the answer. Rejects with {@link AnswerTooOld} when no answer is fresh, and as `request` does. */
export async function askUntilCurrent<Answer>(clock: Clock, ask: () => Promise<Answer>): Promise<Answer> {
  for (let number = 0; number < tries; number++) {
    const askedAt = clock.now();
    const answer = await ask();
    if (isCurrent(clock, askedAt)) return answer;
  }
  throw new AnswerTooOld('every answer of the store was too old when it came');
}
