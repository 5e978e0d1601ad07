import type { LaneDispatcher } from './commit-notifier.ts';
import type { Slots } from './slots.ts';

/** The slots that are kept for commits under way. */
export function reservations(slots: Slots) {
  const open = new Set<Promise<void>>();
  return {
    open: open as ReadonlySet<Promise<void>>,
    reserve(kinds: Parameters<LaneDispatcher['reserve']>[0]): ReturnType<LaneDispatcher['reserve']> {
      if (!kinds.every(slots.isFree)) return undefined;
      const taken = kinds.map(slots.take);
      const { promise, resolve } = Promise.withResolvers<void>();
      open.add(promise);
      return {
        free() {
          for (const giveBack of taken) giveBack();
          open.delete(promise);
          resolve();
        },
      };
    },
  };
}
