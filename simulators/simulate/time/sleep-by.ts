import type { StoryTime } from './story-time.ts';

/** How to sleep where there are timers. */
export const sleepBy =
  (after: StoryTime['after']): StoryTime['sleep'] =>
  (ms, signal) =>
    new Promise((resolve, reject) => {
      const cancel = after(ms, resolve);
      signal?.addEventListener('abort', () => {
        cancel();
        reject(signal.reason);
      });
    });
