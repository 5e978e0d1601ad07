import type { Clock } from '../../../application/ports/clock.ts';
import type { CompleteStore } from '../record/complete-store.ts';
import { volatileDurability } from '../table/durability.ts';
import { SessionTable } from '../table/session-table.ts';
import { tableStore } from '../table/table-store.ts';

/** Everything is forgotten with the process. For tests, and for trying things out. */
export const inMemoryStore = (given: {
  readonly clock: Clock;
  readonly bytesAtMost?: number;
}): CompleteStore =>
  tableStore({
    ...given,
    table: new SessionTable(),
    durability: volatileDurability,
    purge: async () => {},
    isWritable: async () => true,
  });
