import type { Clock } from '../ports/clock.ts';
import { StoreUnavailable } from '../ports/session-store.ts';

const firstBatch = 100;
const largestBatch = 500;
/** A batch that takes longer is halved, and one that takes less than a fourth of it is doubled. In milliseconds. */
const longMs = 400;

/** `some`: there may be more. `all`: nothing is left for now. `failed`: a smaller batch may do. */
export type Batch =
  | { readonly done: 'some' | 'all'; readonly count: number }
  | { readonly done: 'failed'; readonly error: StoreUnavailable };

/** Runs a task on so many things as can be done in a moment. Rejects when not even one of them can be done. */
export function inBatches(
  clock: Clock,
  task: (limit: number, now: number) => Promise<number>,
): () => Promise<Batch> {
  let size = firstBatch;
  const grow = (tookMs: number) => {
    if (tookMs > longMs) size = Math.max(1, size >> 1);
    else if (tookMs < longMs / 4) size = Math.min(largestBatch, size * 2);
  };
  return async () => {
    const limit = size;
    const startedAt = clock.now();
    try {
      const count = await task(limit, startedAt);
      grow(clock.now() - startedAt);
      return { done: count < limit ? 'all' : 'some', count };
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      size = Math.max(1, size >> 1);
      if (limit === 1) throw error;
      return { done: 'failed', error };
    }
  };
}
