/** Timers that fall due only when time is set. */
export interface Timers {
  /** Runs `task` once, `delayMs` after now, unless the returned function is called before. */
  after(delayMs: number, task: () => void): () => void;
  /** When the next one falls due, in milliseconds since 1970; absent when there is none. */
  readonly nextAt: number | undefined;
  /** Runs the earliest one that is due. Returns whether there was one. */
  runNext(): boolean;
  clear(): void;
}

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

export function timers(now: () => number): Timers {
  const waiting = new Set<Timer>();
  const earliest = (): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of waiting) if (!first || timer.at < first.at) first = timer;
    return first;
  };
  return {
    after(delayMs, task) {
      const timer = { at: now() + Math.max(0, delayMs), task };
      waiting.add(timer);
      return () => void waiting.delete(timer);
    },
    get nextAt() {
      return earliest()?.at;
    },
    runNext() {
      const next = earliest();
      if (!next || next.at > now()) return false;
      waiting.delete(next);
      next.task();
      return true;
    },
    clear: () => waiting.clear(),
  };
}
