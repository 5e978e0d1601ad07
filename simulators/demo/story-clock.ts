import { setTimeout as sleep } from 'node:timers/promises';
import type { Lines, RehearsedBridge } from '../console/rehearsal.ts';
import { sleepBy } from '../simulate/time/sleep-by.ts';
import type { StoryTime } from '../simulate/time/story-time.ts';
import { movedClock } from './moved-clock.ts';

const pollMs = 50;
/** No request under way for so long: nothing more follows from what was done. */
const quietMs = 150;
const mostSettlingMs = 1_500;
/** What happens by itself happens within this; after it, the bridge's time is moved. */
const patienceMs = 2_500;
const strideMs = 5_000;

/** The time of a story that is played in the demo: the machine's, and what is skipped of it for the bridge as well. */
export function storyClock(
  bridge: Pick<RehearsedBridge, 'now' | 'skip' | 'skippedMs'>,
  lines: Lines,
): StoryTime {
  const clock = movedClock(bridge.skippedMs);
  const dueAt = new Set<number>();
  const skip = (ms: number) => {
    bridge.skip(ms);
    clock.skip(ms);
  };
  const after: StoryTime['after'] = (ms, task) => {
    const at = clock.now() + ms;
    dueAt.add(at);
    const cancel = clock.after(ms, () => {
      dueAt.delete(at);
      // What it was to bring about, a later step of the story misses.
      Promise.resolve(task()).catch(() => undefined);
    });
    return () => {
      dueAt.delete(at);
      cancel();
    };
  };
  const settle = () => settled(lines);
  async function passUntil(end: number, isEnough?: () => boolean): Promise<void> {
    const giveUpAt = performance.now() + patienceMs;
    while (isEnough && performance.now() < giveUpAt) {
      if (isEnough()) return;
      await sleep(pollMs);
    }
    while (clock.now() < end && !isEnough?.()) {
      const next = Math.min(end, ...dueAt, isEnough ? clock.now() + strideMs : end);
      skip(Math.max(1, next - clock.now()));
      await settle();
    }
  }
  return {
    now: clock.now,
    after,
    work: (job) => void job.catch(() => undefined),
    settle,
    passUntil,
    sleep: sleepBy(after),
  };
}

/** Resolves when no request has been under way for a moment, or when that takes too long. */
async function settled({ toBridge, toTeams, toLiveChat }: Lines): Promise<void> {
  const isQuiet = () =>
    [toBridge, toTeams, toLiveChat].every(({ exchanges }) =>
      exchanges.slice(-50).every(({ endedAt }) => endedAt !== undefined && Date.now() - endedAt > quietMs),
    );
  await sleep(quietMs);
  for (let waited = quietMs; waited < mostSettlingMs && !isQuiet(); waited += pollMs) await sleep(pollMs);
}
