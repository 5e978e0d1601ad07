import type { Clock } from '../../src/application/ports/clock.ts';

/** The machine's time, of which parts can be skipped. */
export interface MovedClock extends Clock {
  /** Lets so many milliseconds pass at once: what falls due in them runs now. */
  skip(ms: number): void;
}

interface Timer {
  readonly dueAt: number;
  readonly task: () => void;
  handle: NodeJS.Timeout;
}

/** setTimeout fires at once beyond this. */
const longestTimerMs = 2 ** 31 - 1;

/** Begins `skippedMs` ahead of the machine. */
export function movedClock(skippedMs = 0): MovedClock {
  let aheadMs = skippedMs;
  const timers = new Set<Timer>();
  const now = () => Date.now() + aheadMs;
  const wait = (timer: Omit<Timer, 'handle'>, run: () => void) =>
    setTimeout(run, Math.min(Math.max(0, timer.dueAt - now()), longestTimerMs));
  const runnerOf = (timer: Timer) => () => {
    timers.delete(timer);
    timer.task();
  };
  return {
    now,
    after(delayMs, task) {
      const due = { dueAt: now() + delayMs, task };
      const timer: Timer = { ...due, handle: wait(due, () => runnerOf(timer)()) };
      timers.add(timer);
      return () => {
        clearTimeout(timer.handle);
        timers.delete(timer);
      };
    },
    skip(ms) {
      aheadMs += ms;
      // What is overdue by now runs in the order in which it would have.
      for (const timer of [...timers].toSorted((a, b) => a.dueAt - b.dueAt)) {
        clearTimeout(timer.handle);
        timer.handle = wait(timer, runnerOf(timer));
      }
    },
  };
}
