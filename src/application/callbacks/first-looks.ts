import type { Clock } from '../ports/clock.ts';
import { firstAsked } from './first-asked.ts';

export interface FirstLooks {
  /**
   * The first callback of an id looks until a deadline, and all others once. `look` hears when the id was first asked for, and
   * the deadline, in milliseconds since 1970.
   */
  while<State>(
    callback: { readonly id: string; readonly mayWait: boolean },
    look: (at: number, deadline: number) => Promise<State>,
  ): Promise<State>;
  /** The next callback of the id is a first one again. */
  forget(id: string): void;
}

/** How long a callback waits for the start to be answered, when it comes for the first time: mostly that is close. */
const patienceMs = 2000;
/** More of them do not wait, so that ids that lead nowhere cost next to nothing. */
const maxWaiting = 32;

export function firstLooks(clock: Clock): FirstLooks {
  const firstAskedAt = firstAsked(clock);
  let waiting = 0;
  return {
    async while({ id, mayWait }, look) {
      const { at, isFirst } = firstAskedAt.ask(id);
      if (!mayWait || !isFirst || waiting >= maxWaiting) return look(at, clock.now());
      waiting++;
      try {
        return await look(at, clock.now() + patienceMs);
      } finally {
        waiting--;
      }
    },
    forget: firstAskedAt.forget,
  };
}
