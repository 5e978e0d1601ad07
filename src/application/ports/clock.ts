/** Time as data, so that tests decide what time it is. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `task` once after `delayMs` milliseconds unless the returned function is called before. */
  after(delayMs: number, task: () => void): () => void;
}

export const pause = (clock: Clock, ms: number): Promise<void> =>
  new Promise((resolve) => void clock.after(ms, resolve));

/**
 * Runs a task again and again, each time `everyMs` milliseconds after it was last done, and `atOnce` also now. The task must not
 * reject. Returns what stops it, and resolves when nothing of it is under way any more.
 */
export function repeat(
  clock: Clock,
  { everyMs, atOnce }: { readonly everyMs: number; readonly atOnce?: true },
  task: (isStopping: () => boolean) => Promise<void>,
): () => Promise<void> {
  let isStopped = false;
  let running = Promise.resolve();
  let cancel = () => {};
  const run = async () => {
    await task(() => isStopped);
    if (!isStopped) later();
  };
  const later = () => {
    cancel = clock.after(everyMs, () => {
      running = run();
    });
  };
  if (atOnce) running = run();
  else later();
  return async () => {
    isStopped = true;
    cancel();
    await running;
  };
}
