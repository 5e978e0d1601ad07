import type { Activity } from './activity.ts';
import { sleepBy } from './sleep-by.ts';
import { timers } from './timers.ts';
import { untilAtRest } from './until-at-rest.ts';
import type { VirtualDate } from './virtual-date.ts';

/** The time of a story. All times are milliseconds since 1970, all durations milliseconds. */
export interface StoryTime {
  now(): number;
  /** Runs `task` when so much time has passed in the story. What it starts counts as work until it is done. */
  after(ms: number, task: () => void | Promise<void>): () => void;
  /** Resolves when so much time has passed in the story. Rejects with its reason when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Counts as work until it is done: the story does not go on before. */
  work(job: Promise<unknown>): void;
  /** Resolves when nothing happens any more that needs no time. Rejects when that does not come to pass. */
  settle(): Promise<void>;
  /** Lets time pass until `end`, or until `isEnough` says so at a moment of rest. */
  passUntil(end: number, isEnough?: () => boolean): Promise<void>;
}

/** The other process that takes part in the story's time. */
export interface Companion {
  look(): Promise<Activity>;
  pass(until: number): Promise<number>;
}

interface StoryTimeOptions {
  readonly date: VirtualDate;
  readonly look: () => Promise<Activity>;
  /** Absent while there is none. */
  readonly companion: () => Companion | undefined;
}

export function storyTime({ date, look, companion }: StoryTimeOptions): StoryTime {
  const waiting = timers(date.now);
  const jobs = new Set<Promise<unknown>>();
  const work = (job: Promise<unknown>) => {
    const done = job.catch(() => undefined).finally(() => jobs.delete(done));
    jobs.add(done);
  };
  const after: StoryTime['after'] = (ms, task) =>
    waiting.after(ms, () => {
      const job = task();
      if (job) work(job);
    });
  const settle = () => untilAtRest({ look, companion, hasJobs: () => jobs.size > 0 });
  async function passUntil(end: number, isEnough = () => false): Promise<void> {
    for (;;) {
      await settle();
      if (isEnough() || date.now() >= end) return;
      const until = Math.min(end, waiting.nextAt ?? end);
      const reached = await companion()
        ?.pass(until)
        .catch(() => undefined);
      date.skipTo(Math.min(until, reached ?? until));
      while (waiting.runNext());
    }
  }
  return { now: date.now, after, work, settle, passUntil, sleep: sleepBy(after) };
}
