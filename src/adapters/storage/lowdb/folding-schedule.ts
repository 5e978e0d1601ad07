import type { Clock } from '../../../application/ports/clock.ts';
import type { Log } from '../../../application/ports/log.ts';

interface Options {
  readonly clock: Clock;
  readonly log: Log;
  readonly isWorthwhile: () => boolean;
  readonly fold: (mustStop: () => boolean) => Promise<void>;
}

const everyMs = 30_000;
const journalLimitBytes = 8 * 1024 * 1024;
/** At the end, as what is not folded is in the journal and costs but a longer start. */
const lastFoldMs = 2000;

/** When to fold: every now and then, when the journal has grown, and at the end; never twice at a time. */
export function foldingSchedule({ clock, log, isWorthwhile, fold }: Options) {
  let running: Promise<void> | undefined;
  let isStopped = false;
  let cancel = () => {};

  const start = (mustStop: () => boolean): Promise<void> => {
    running ??= fold(mustStop)
      .catch((error: unknown) => {
        const cause = error instanceof Error ? error : new Error(String(error));
        log.error({ err: cause }, 'journal-not-folded');
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
