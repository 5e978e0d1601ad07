import type { Clock } from '../../ports/clock.ts';

/** One timer for each key. */
export function timers(clock: Clock) {
  const cancels = new Map<string, () => void>();
  return {
    /** Runs a task at a time, in milliseconds since 1970, in place of the one that the key had. */
    set(key: string, at: number, task: () => void): void {
      cancels.get(key)?.();
      const cancel = clock.after(Math.max(0, at - clock.now()), () => {
        cancels.delete(key);
        task();
      });
      cancels.set(key, cancel);
    },
    clear(): void {
      for (const cancel of cancels.values()) cancel();
      cancels.clear();
    },
  };
}
