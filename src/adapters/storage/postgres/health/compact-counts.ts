import { repeat } from '../../../../application/ports/clock.ts';
import type { Statement } from '../connection/database.ts';
import { query, type StoreContext } from '../connection/store-context.ts';

const everyMs = 10_000;

const compact: Statement = { name: 'compact-counts', text: 'select handoff.compact_counts()' };

/** Sums up the counts of all replicas from time to time. Gives what stops it and waits for the query that runs. */
export function startCompactingCounts(context: StoreContext): () => Promise<void> {
  const { clock, log, replica } = context;
  return repeat(clock, { everyMs }, async () => {
    await query(context, compact, []).catch((err: Error) =>
      log.warn({ replica, err }, 'counts-not-compacted'),
    );
  });
}
