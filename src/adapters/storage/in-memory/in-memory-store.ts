import type { Clock } from '../../../application/ports/clock.ts';
import type { Outbox } from '../../../application/ports/outbox.ts';
import type { SessionStore } from '../../../application/ports/session-store.ts';
import { keptInMemory } from '../keeping.ts';
import { LeaseBook } from '../lease-book.ts';
import { SessionTable } from '../session-table.ts';
import { tableOutbox } from '../table-outbox.ts';
import { tableSessions } from '../table-sessions.ts';

/** Everything is forgotten with the process. For tests, and for trying things out. */
export function inMemoryStore({ clock }: { readonly clock: Clock }): SessionStore & Outbox {
  const tables = { clock, table: new SessionTable(), leases: new LeaseBook(clock), keeping: keptInMemory };
  return { ...tableSessions(tables), ...tableOutbox(tables) };
}
