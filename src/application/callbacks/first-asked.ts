import type { Clock } from '../ports/clock.ts';

/** When something was asked for that does not exist yet. */
export interface FirstAsked {
  ask(id: string): { readonly at: number; readonly isFirst: boolean };
  forget(id: string): void;
}

/** Longer than any start is under way; who asks again later than this asks anew. */
const entryLifetimeMs = 60_000;
const maxEntries = 10_000;

export function firstAsked(clock: Clock): FirstAsked {
  const times = new Map<string, number>();
  return {
    ask(id) {
      const now = clock.now();
      const before = times.get(id);
      // A clock that was set back asks anew as well.
      if (before !== undefined && before <= now && now - before < entryLifetimeMs) {
        return { at: before, isFirst: false };
      }
      times.delete(id);
      const [oldest] = times.keys();
      if (times.size >= maxEntries && oldest !== undefined) times.delete(oldest);
      times.set(id, now);
      return { at: now, isFirst: true };
    },
    forget: (id) => void times.delete(id),
  };
}
