import { setTimeout as realSleep } from 'node:timers/promises';
import type { Activity } from './activity.ts';
import { sleepBy } from './sleep-by.ts';
import { timers } from './timers.ts';
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

/** By the machine's clock. What takes longer is not slow but endless. */
const neverRestsMs = 60_000;

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
  /** Everything that has happened so far, in one line; undefined while something happens. */
  async function wave(): Promise<string | undefined> {
    const mine = await look();
    // A process that is killed at this moment is none; its end shows in our own requests.
    const theirs = await companion()
      ?.look()
      .catch(() => undefined);
    const all = theirs === undefined ? [mine] : [mine, theirs];
    const sum = (count: (activity: Activity) => number) =>
      all.reduce((total, each) => total + count(each), 0);
    const isOnItsWay =
      sum(({ sent, settled }) => sent - settled) !== sum(({ received, closed }) => received - closed);
    const isBusy = all.some((each) => each.isBusy) || jobs.size > 0;
    return isOnItsWay || isBusy ? undefined : JSON.stringify(all);
  }
  async function settle(): Promise<void> {
    const giveUpAt = performance.now() + neverRestsMs;
    let before = await wave();
    for (let tries = 0; ; tries += 1) {
      const now = await wave();
      if (now !== undefined && now === before) return;
      before = now;
      if (performance.now() > giveUpAt) throw new Error('the story did not come to rest within a minute');
      // Others need the processor more than we need to know at once.
      if (tries > 20) await realSleep(1);
    }
  }
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
  return {
    now: date.now,
    after,
    work,
    settle,
    passUntil,
    sleep: sleepBy(after),
  };
}
