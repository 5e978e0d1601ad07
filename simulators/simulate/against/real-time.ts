import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity } from '../time/activity.ts';
import type { StoryTime } from '../time/story-time.ts';

/** Without a sign of life for so long, we take it that nothing happens any more, in milliseconds. */
const quietMs = 300;
const lookEveryMs = 50;
/** Longest wait for something that does not happen, in ms. */
const longestMs = 20_000;

/**
 * The time of a story whose bridge runs elsewhere. What that one does is not known, so rest is a guess: nothing came
 * and went for a while.
 */
export function realTime(look: () => Promise<Activity>): StoryTime {
  const jobs = new Set<Promise<unknown>>();
  const work = (job: Promise<unknown>) => {
    const done = job.catch(() => undefined).finally(() => jobs.delete(done));
    jobs.add(done);
  };
  async function settle(): Promise<void> {
    const giveUpAt = Date.now() + longestMs;
    let last = '';
    let quietSince = Date.now();
    while (Date.now() < giveUpAt) {
      const now = JSON.stringify(await look());
      if (now !== last || jobs.size > 0) quietSince = Date.now();
      last = now;
      if (Date.now() - quietSince >= quietMs) return;
      await sleep(lookEveryMs);
    }
  }
  return {
    now: () => Date.now(),
    after(ms, task) {
      const timer = setTimeout(() => {
        const job = task();
        if (job) work(job);
      }, ms);
      return () => clearTimeout(timer);
    },
    sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
    work,
    settle,
    async passUntil(end, isEnough = () => false) {
      const giveUpAt = Math.min(end, Date.now() + longestMs);
      while (!isEnough() && Date.now() < giveUpAt) await sleep(lookEveryMs);
    },
  };
}
