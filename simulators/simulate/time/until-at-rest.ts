import { setTimeout as realSleep } from 'node:timers/promises';
import type { Activity } from './activity.ts';

/** What may still be happening at this moment of a story. */
export interface Busy {
  readonly look: () => Promise<Activity>;
  /** The other process that takes part; absent while there is none. */
  readonly companion: () => { look(): Promise<Activity> } | undefined;
  readonly hasJobs: () => boolean;
}

/** By the machine's clock. What takes longer is not slow but endless. */
const neverRestsMs = 60_000;

/** Resolves when nothing happens any more that needs no time. Rejects after a minute. */
export async function untilAtRest(busy: Busy): Promise<void> {
  const giveUpAt = performance.now() + neverRestsMs;
  let before = await wave(busy);
  for (let tries = 0; ; tries += 1) {
    const now = await wave(busy);
    if (now !== undefined && now === before) return;
    before = now;
    if (performance.now() > giveUpAt) throw new Error('the story did not come to rest within a minute');
    // Others need the processor more than we need to know at once.
    if (tries > 20) await realSleep(1);
  }
}

/** Everything that has happened so far, in one line; undefined while something happens. */
async function wave({ look, companion, hasJobs }: Busy): Promise<string | undefined> {
  const mine = await look();
  // A process that is killed at this moment is none; its end shows in our own requests.
  const theirs = await companion()
    ?.look()
    .catch(() => undefined);
  const all = theirs === undefined ? [mine] : [mine, theirs];
  const sum = (count: (activity: Activity) => number) => all.reduce((total, each) => total + count(each), 0);
  const isOnItsWay =
    sum(({ sent, settled }) => sent - settled) !== sum(({ received, closed }) => received - closed);
  const isBusy = all.some((each) => each.isBusy) || hasJobs();
  return isOnItsWay || isBusy ? undefined : JSON.stringify(all);
}
