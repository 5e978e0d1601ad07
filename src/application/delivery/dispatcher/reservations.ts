import type { LaneDispatcher } from './commit-notifier.ts';
import type { Slots } from './slots.ts';

/** The slots that are kept for commits under way. */
export function reservations(slots: Slots) {
  let open = 0;
  let whenNone = () => {};
  return {
    get open(): number {
      return open;
    },
    /** Resolves when none is left; while it is waited for none is made. */
    untilNone: (): Promise<void> =>
      new Promise((resolve) => {
        whenNone = resolve;
        if (open === 0) resolve();
      }),
    reserve(kinds: Parameters<LaneDispatcher['reserve']>[0]): ReturnType<LaneDispatcher['reserve']> {
      if (!kinds.every(slots.isFree)) return undefined;
      const taken = kinds.map(slots.take);
      let isOpen = true;
      open += 1;
      return {
        free() {
          for (const giveBack of taken) giveBack();
          if (isOpen) open -= 1;
          isOpen = false;
          if (open === 0) whenNone();
        },
      };
    },
  };
}
