import type { Clock } from '../../../application/ports/clock.ts';
import type { Log } from '../../../application/ports/log.ts';
import { StoreUnavailable } from '../../../application/ports/session-store.ts';

interface Options {
  readonly clock: Clock;
  readonly log: Log;
  readonly isWorthwhile: () => boolean;
  readonly fold: (mustStop: () => boolean) => Promise<'folded' | 'stopped'>;
}

const everyMs = 30_000;
/** A start reads so much in about two seconds; folding oftener costs a busy bridge more than it saves. */
const journalLimitBytes = 32 * 1024 * 1024;
/** At the end, as what is not folded is in the journal and costs but a longer start. */
const lastFoldMs = 2000;

type Folded = 'folded' | 'stopped' | 'failed';

/** When to fold: every now and then, when the journal has grown, and at the end; never twice at a time. */
export function foldingSchedule({ clock, log, isWorthwhile, fold }: Options) {
  let running: Promise<Folded> | undefined;
  let isStopped = false;
  let cancel = () => {};

  const start = (mustStop: () => boolean): Promise<Folded> => {
    running ??= fold(mustStop)
      .catch((error: unknown): Folded => {
        const cause = error instanceof Error ? error : new Error(String(error));
        log.error({ err: cause }, 'journal-not-folded');
        return 'failed';
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  };
  const arm = () => {
    cancel = clock.after(everyMs, () => {
      if (isWorthwhile()) start(() => isStopped).catch(() => {});
      arm();
    });
  };
  arm();
  return {
    considerSize(bytes: number): void {
      if (bytes > journalLimitBytes && !isStopped) start(() => isStopped).catch(() => {});
    },
    /** Folds all that was committed before the call; rejects when it cannot. */
    async now(): Promise<void> {
      // One that is under way has begun too early.
      await running;
      const folded = await start(() => isStopped);
      if (folded !== 'folded') throw new StoreUnavailable(`the journal was not folded: ${folded}`);
    },
    async stop(): Promise<void> {
      isStopped = true;
      cancel();
      await running;
    },
    async foldForTheLastTime(): Promise<void> {
      const end = performance.now() + lastFoldMs;
      if (isWorthwhile()) await start(() => performance.now() > end);
    },
  };
}
