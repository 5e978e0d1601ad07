import type { Clock } from '../../../../src/application/ports/clock.ts';

/** Time that passes only when a test says so. */
export interface VirtualClock extends Clock {
  /** Lets `ms` milliseconds pass: what falls due runs in its order, and what follows from it comes to rest. */
  pass(ms: number): Promise<void>;
  /** Lets everything come to rest that needs no time. */
  settle(): Promise<void>;
  /** Lets as much time pass as it takes, at most a day. */
  until<Value>(promise: Promise<Value>): Promise<Value>;
}

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

const aDay = 24 * 60 * 60_000;

export function virtualClock(): VirtualClock {
  const timers = new Set<Timer>();
  let now = 1_000_000;
  // All promises that need no timer are done before the event loop turns.
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  function earliest(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) if (!first || timer.at < first.at) first = timer;
    return first;
  }

  /** Runs the next timer that falls due until `end`. */
  function runNext(end: number): 'ran' | 'none' {
    const next = earliest();
    if (!next || next.at > end) return 'none';
    timers.delete(next);
    now = Math.max(now, next.at);
    next.task();
    return 'ran';
  }

  return {
    now: () => now,
    after(delayMs, task) {
      const timer = { at: now + Math.max(0, delayMs), task };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    settle,
    async pass(ms) {
      const end = now + ms;
      await settle();
      while (runNext(end) === 'ran') await settle();
      now = end;
    },
    async until(promise) {
      const end = now + aDay;
      let isDone = false;
      const done = () => {
        isDone = true;
      };
      promise.then(done, done);
      await settle();
      while (!isDone && runNext(end) === 'ran') await settle();
      if (!isDone) throw new Error('what was waited for did not happen within a day');
      return promise;
    },
  };
}
