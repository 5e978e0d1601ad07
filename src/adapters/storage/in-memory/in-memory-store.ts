import type { Clock } from '../../../application/ports/clock.ts';
import type { StoreCondition } from '../../../application/ports/figures.ts';
import type { Outbox } from '../../../application/ports/outbox.ts';
import type { Retention } from '../../../application/ports/retention.ts';
import type { SessionStore } from '../../../application/ports/session-store.ts';
import { keptInMemory } from '../keeping.ts';
import { LeaseBook } from '../lease-book.ts';
import { memoryForMessages } from '../memory-for-messages.ts';
import { SessionTable } from '../session-table.ts';
import { tableCondition } from '../table-condition.ts';
import { tableOutbox } from '../table-outbox.ts';
import { tableRetention } from '../table-retention.ts';
import { tableSessions } from '../table-sessions.ts';

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
