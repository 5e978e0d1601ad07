import { type Awaitable, andThen } from '../ports/awaitable.ts';
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

/** Asks again when it took so long to hear the answer. Throws or rejects with {@link AnswerTooOld} when no answer is fresh, and as `ask` does. */
export function askUntilCurrent<Answer>(
  clock: Clock,
  ask: () => Awaitable<Answer>,
  triesLeft = tries,
): Awaitable<Answer> {
  if (triesLeft === 0) throw new AnswerTooOld('every answer of the store was too old when it came');
  const askedAt = clock.now();
  return andThen(ask(), (answer) =>
    isCurrent(clock, askedAt) ? answer : askUntilCurrent(clock, ask, triesLeft - 1),
  );
}
