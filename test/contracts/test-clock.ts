import type { Clock } from '../../src/application/ports/clock.ts';

export interface TestClock extends Clock {
  /** Lets time pass, in milliseconds, and runs what falls due meanwhile. */
  pass(ms: number): void;
}

/** Time stands still until it is told to pass. */
export function testClock(start = 1_700_000_000_000): TestClock {
  let now = start;
  let tasks: readonly { readonly at: number; readonly task: () => void }[] = [];
  return {
    now: () => now,
    after(delayMs, task) {
      const entry = { at: now + delayMs, task };
      tasks = [...tasks, entry];
      return () => {
        tasks = tasks.filter((each) => each !== entry);
      };
    },
    pass(ms) {
      now += ms;
      const due = tasks.filter(({ at }) => at <= now);
      tasks = tasks.filter(({ at }) => at > now);
      for (const { task } of due) task();
    },
  };
}
