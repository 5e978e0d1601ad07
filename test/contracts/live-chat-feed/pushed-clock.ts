import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../src/application/ports/clock.ts';

/** The time of the system, which a test can push on: what falls due meanwhile runs, and real connections get the time to answer. */
export interface PushedClock extends Clock {
  /** Lets `ms` milliseconds pass in steps of 3 s, until `isEnough`. Resolves with how much has passed, in milliseconds. */
  push(ms: number, isEnough?: () => boolean): Promise<number>;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

const stepMs = 3000;
/** What a connection on this machine needs to carry something there and back, in milliseconds. */
const carryMs = 2;

export function pushedClock(): PushedClock {
  const timers = new Set<Timer>();
  let pushedMs = 0;
  const now = () => Date.now() + pushedMs;
  return {
    now,
    after(delayMs, task) {
      const run = () => {
        clearTimeout(real);
        if (timers.delete(timer)) task();
      };
      const timer: Timer = { at: now() + delayMs, run };
      const real = setTimeout(run, delayMs + 1);
      timers.add(timer);
      return () => {
        clearTimeout(real);
        timers.delete(timer);
      };
    },
    async push(ms, isEnough = () => false) {
      let passed = 0;
      while (passed < ms && !isEnough()) {
        pushedMs += stepMs;
        passed += stepMs;
        const due = [...timers].filter(({ at }) => at <= now()).sort((a, b) => a.at - b.at);
        for (const { run } of due) run();
        await sleep(carryMs);
      }
      return passed;
    },
  };
}
