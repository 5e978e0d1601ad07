import type { DrivenPorts } from '../driven-ports.ts';
import { pause } from '../ports/clock.ts';
import type { ApplyRetention } from '../ports/inbound.ts';
import { toError } from '../ports/log.ts';
import { idempotencyWindowMs } from '../ports/session-store.ts';
import { type Batch, inBatches } from './batches.ts';

/** How long what has ended is kept, in milliseconds. */
export interface RetentionTimes {
  /** What was said, and who the customer was. */
  readonly textsMs: number;
  /** The rest: ids, times and reasons. */
  readonly sessionsMs: number;
}

interface Ports extends Pick<DrivenPorts, 'retention' | 'clock'> {
  readonly times: RetentionTimes;
}

/** Between two rounds, so that others have their turn at the store: a share of the time that the round took, in milliseconds. */
const restOf = (tookMs: number): number => Math.min(Math.max(tookMs / 2, 1), 1000);

/**
 * Goes on until nothing is due, however much that is: whatever it left would be there longer than promised. One batch of
 * each kind in turn, so that none waits for the others.
 */
export function applyRetention({ retention, clock, times }: Ports): ApplyRetention {
  const redact = inBatches(clock, (limit, now) => retention.redactTexts(now - times.textsMs, limit));
  const deleteEnded = inBatches(clock, (limit, now) => retention.deleteEnded(now - times.sessionsMs, limit));
  const deleteRecords = inBatches(clock, (limit, now) =>
    retention.deleteIdempotencyRecords(now - idempotencyWindowMs, limit),
  );

  return async (isStopping = () => false) => {
    const failures: Error[] = [];
    let left: readonly Run[] = [redact, deleteEnded, deleteRecords];
    let changed = 0;
    while (left.length > 0 && !isStopping()) {
      const startedAt = clock.now();
      const batches = await oneOfEach(left);
      failures.push(...batches.flatMap(({ batch }) => (batch instanceof Error ? [batch] : [])));
      for (const { run, batch } of batches) if (run !== deleteRecords) changed += countIn(batch);
      left = batches.filter(({ batch }) => isUnfinished(batch)).map(({ run }) => run);
      if (left.length > 0) await pause(clock, restOf(clock.now() - startedAt));
    }
    throwAny(failures);
    return changed;
  };
}

function throwAny(failures: readonly Error[]): void {
  if (failures.length > 1) throw new AggregateError(failures, 'what is due was not removed');
  if (failures[0]) throw failures[0];
}

type Run = () => Promise<Batch>;

async function oneOfEach(runs: readonly Run[]) {
  const batches: { readonly run: Run; readonly batch: Batch | Error }[] = [];
  for (const run of runs) batches.push({ run, batch: await run().catch(toError) });
  return batches;
}

const countIn = (batch: Batch | Error): number => ('count' in batch ? batch.count : 0);
const isUnfinished = (batch: Batch | Error): boolean => 'done' in batch && batch.done !== 'all';
