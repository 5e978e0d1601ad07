import { afterEach, beforeEach, expect } from 'vitest';
import type { FreshFeed, MakeFreshFeed } from './fresh-feed.ts';
import { type Listening, listen } from './listening.ts';
import { type PushedClock, pushedClock } from './pushed-clock.ts';

/** How long something may take that needs no time but that of this machine. */
export const within = { timeout: 5000, interval: 5 };

/** What was missed is told within this time, in milliseconds, once it can be. */
const fetchedMs = 10_000;

/** For each test a live chat of its own that is followed, and what can be done with it. */
export function feedTrial(freshFeed: MakeFreshFeed) {
  let clock: PushedClock;
  let fresh: FreshFeed;
  let all: Listening[];

  beforeEach(async () => {
    clock = pushedClock();
    fresh = await freshFeed(clock);
    all = [];
  });
  afterEach(async () => {
    await Promise.all(all.map((each) => each.stop()));
    await fresh.stop();
  });

  function follow(options: Partial<Parameters<typeof listen>[0]> = {}): Listening {
    const listening = listen({ ...fresh, ...options });
    all.push(listening);
    return listening;
  }
  const tells = (listening: Listening, labels: readonly string[]) =>
    expect.poll(listening.labels, within).toEqual(labels);
  async function happen(count: number): Promise<readonly string[]> {
    const labels: string[] = [];
    while (labels.length < count) labels.push(await fresh.desk.happens());
    return labels;
  }
  return {
    get clock() {
      return clock;
    },
    get fresh() {
      return fresh;
    },
    get desk() {
      return fresh.desk;
    },
    follow,
    /** Follows, and resolves when it is heard. */
    async heard(options: Parameters<typeof follow>[0] = {}): Promise<Listening> {
      const listening = follow(options);
      await expect.poll(listening.isHeard, within).toBe(true);
      return listening;
    },
    happen,
    tells,
    /** So much happens, each when the last one was told. */
    async told(listening: Listening, count: number): Promise<readonly string[]> {
      const before = listening.labels();
      const labels: string[] = [];
      while (labels.length < count) {
        labels.push(...(await happen(1)));
        await tells(listening, [...before, ...labels]);
      }
      return labels;
    },
    missed: (labels: readonly string[]) => fresh.missed?.(labels) ?? labels,
    /** Lets as much time pass as a feed may take to fetch what it missed. */
    async fetched(listening: Listening, labels: readonly string[]): Promise<void> {
      await clock.push(fetchedMs, () => listening.labels().length >= labels.length);
      await tells(listening, labels);
    },
    async heardAgain(listening: Listening): Promise<void> {
      await clock.push(fetchedMs, listening.isHeard);
      await expect.poll(listening.isHeard, within).toBe(true);
    },
  };
}
