type After = (ms: number, task: () => void) => () => void;

/** How to sleep where there are timers. Rejects with the signal's reason when it aborts. */
export const sleepBy =
  (after: After) =>
  (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const cancel = after(ms, resolve);
      signal?.addEventListener('abort', () => {
        cancel();
        reject(signal.reason);
      });
    });
