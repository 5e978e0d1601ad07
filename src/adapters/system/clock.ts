import type { Clock } from '../../application/ports/clock.ts';

/** setTimeout fires at once beyond this. */
const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, task) {
    // Node's timers go by another clock and can fire before Date.now() says that the time has come.
    const timer = setTimeout(task, Math.min(delayMs + 1, longestTimerMs));
    return () => clearTimeout(timer);
  },
};
