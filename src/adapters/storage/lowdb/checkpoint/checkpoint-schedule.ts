import { type Clock, repeat } from '../../../../application/ports/clock.ts';
import { type Log, toError } from '../../../../application/ports/log.ts';
import { StoreUnavailable } from '../../../../application/ports/session-store.ts';
import type { Pace } from './checkpoint.ts';

interface Options {
  readonly clock: Clock;
  readonly log: Log;
  readonly isWorthwhile: () => boolean;
  readonly checkpoint: (pace: Pace) => Promise<'completed' | 'stopped'>;
}

const everyMs = 30_000;
/** A start reads so much in about a second. More frequent checkpoints cost a busy bridge more than they save. */
const journalLimitBytes = 32 * 1024 * 1024;
/** Limit of the checkpoint at shutdown, in ms. What it leaves stays in the journal and makes the next start longer. */
const finalCheckpointMs = 2000;

type CheckpointResult = 'completed' | 'stopped' | 'failed';

/** Runs checkpoints at intervals, when the journal has grown, and at shutdown; one at a time. */
export function checkpointSchedule({ clock, log, isWorthwhile, checkpoint }: Options) {
  let running: Promise<CheckpointResult> | undefined;
  let isStopped = false;
  let isTooLong = false;
  let waiting = 0;
  let limitBytes = journalLimitBytes;

  const pace: Pace = {
    // A checkpoint stops early when the journal is too long again, unless a caller waits for it.
    mustStop: () => isStopped || (isTooLong && waiting === 0),
    isUrgent: () => waiting > 0,
    // Otherwise the records of very many sessions would be written again for a few commits.
    onCompacted: (bytes) => {
      limitBytes = Math.max(journalLimitBytes, 1.5 * bytes);
    },
  };
  const start = (mustStop: () => boolean): Promise<CheckpointResult> => {
    running ??= checkpoint({ ...pace, mustStop })
      .catch((error: unknown): CheckpointResult => {
        log.error({ err: toError(error) }, 'checkpoint-failed');
        return 'failed';
      })
      .finally(() => {
        running = undefined;
        if (isTooLong) startUnattended();
      });
    return running;
  };
  const startUnattended = () => {
    isTooLong = false;
    if (!isStopped) start(pace.mustStop).catch(() => {});
  };
  const stopRepeating = repeat(clock, { everyMs }, async () => {
    if (isWorthwhile() && !running) startUnattended();
  });
  return {
    considerSize(bytes: number): void {
      if (bytes <= limitBytes || isStopped) return;
      if (running) isTooLong = true;
      else startUnattended();
    },
    /** Writes a checkpoint of all that was committed before the call; rejects when it cannot. */
    async now(): Promise<void> {
      waiting += 1;
      try {
        // One that is under way has begun too early.
        await running;
        const result = await start(() => isStopped);
        if (result !== 'completed') throw new StoreUnavailable(`the checkpoint was not written: ${result}`);
      } finally {
        waiting -= 1;
      }
    },
    async stop(): Promise<void> {
      isStopped = true;
      await stopRepeating();
      await running;
    },
    async finalCheckpoint(): Promise<void> {
      const end = performance.now() + finalCheckpointMs;
      waiting += 1;
      if (isWorthwhile()) await start(() => performance.now() > end);
    },
  };
}
