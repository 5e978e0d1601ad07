import type { Clock } from '../ports/clock.ts';

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

/** Longer than any start is under way; an id that is asked for again later than this is asked for anew. In milliseconds. */
const rememberedMs = 60_000;
const maxRemembered = 10_000;

export function firstLooks(clock: Clock): FirstLooks {
  const firstAt = new Map<string, number>();
  let waiting = 0;

  /** When the id was first asked for, if that was lately and not after a clock was set back. */
  function askedBefore(id: string, now: number): number | undefined {
    const at = firstAt.get(id);
    if (at !== undefined && at <= now && now - at < rememberedMs) return at;
    firstAt.delete(id);
    const [oldest] = firstAt.keys();
    if (firstAt.size >= maxRemembered && oldest !== undefined) firstAt.delete(oldest);
    firstAt.set(id, now);
    return undefined;
  }

  return {
    async while({ id, mayWait }, look) {
      const now = clock.now();
      const before = askedBefore(id, now);
      if (!mayWait || before !== undefined || waiting >= maxWaiting) return look(before ?? now, clock.now());
      waiting++;
      try {
        return await look(now, clock.now() + patienceMs);
      } finally {
        waiting--;
      }
    },
    forget: (id) => void firstAt.delete(id),
  };
}
