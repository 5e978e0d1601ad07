import type { Clock } from '../../../application/ports/clock.ts';
import type { Outbox } from '../../../application/ports/outbox.ts';
import type { Retention } from '../../../application/ports/retention.ts';
import type { SessionStore } from '../../../application/ports/session-store.ts';
import type { StoreCondition } from '../../../application/ports/store-health.ts';
import { keptInMemory } from '../table/durability.ts';
import { LeaseBook } from '../table/lease-table.ts';
import { memoryForMessages } from '../table/message-memory.ts';
import { SessionTable } from '../table/session-table.ts';
import { tableCondition } from '../table/table-health.ts';
import { tableOutbox } from '../table/table-outbox.ts';
import { tableRetention } from '../table/table-retention.ts';
import { tableSessions } from '../table/table-sessions.ts';

/** Everything is forgotten with the process. For tests, and for trying things out. */
export function inMemoryStore({
  clock,
  bytesAtMost = memoryForMessages(),
}: {
  readonly clock: Clock;
  readonly bytesAtMost?: number;
}): SessionStore & Outbox & Retention & StoreCondition {
  const table = new SessionTable();
  const tables = { clock, table, leases: new LeaseBook(clock), keeping: keptInMemory, bytesAtMost };
  return {
    ...tableSessions(tables),
    ...tableOutbox(tables),
    ...tableRetention(tables, async () => {}),
    ...tableCondition(table, async () => true),
  };
}
