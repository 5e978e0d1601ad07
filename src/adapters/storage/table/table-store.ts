import { getHeapStatistics } from 'node:v8';
import type { Retention } from '../../../application/ports/retention.ts';
import type { StoreHealth } from '../../../application/ports/store-health.ts';
import type { CompleteStore } from '../record/complete-store.ts';
import { LeaseTable } from './lease-table.ts';
import { tableFeeds } from './table-feeds.ts';
import { tableOutbox } from './table-outbox.ts';
import { tableRetention } from './table-retention.ts';
import { type Tables, tableSessions } from './table-sessions.ts';
import { tableTimelines } from './table-timelines.ts';

interface Keeping extends Omit<Tables, 'leases' | 'bytesAtMost'> {
  readonly bytesAtMost?: number | undefined;
  /** Takes what was erased from the files as well. */
  readonly purge: Retention['purge'];
  readonly isWritable: StoreHealth['isWritable'];
}

/**
 * How much the messages of all sessions may weigh together in a store that holds them in memory: an eighth of what Node may
 * use, since a text can take twice its weight, and a start or a commit has it twice.
 */
const messageMemoryBytes = (): number => getHeapStatistics().heap_size_limit / 8;

/** The store of one process: all sessions are in its memory, and kept by whatever `durability` promises. */
export function tableStore({
  purge,
  isWritable,
  bytesAtMost = messageMemoryBytes(),
  ...kept
}: Keeping): CompleteStore {
  const tables = { ...kept, bytesAtMost, leases: new LeaseTable(kept.clock) };
  return {
    ...tableSessions(tables),
    ...tableOutbox(tables),
    ...tableRetention(tables, purge),
    ...tableFeeds(tables.table),
    ...tableTimelines(tables.table),
    isWritable,
    metrics: async () => tables.table.metrics(),
  };
}
