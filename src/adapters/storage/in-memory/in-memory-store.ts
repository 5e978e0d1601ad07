import type { Clock } from '../../../application/ports/clock.ts';
import type { FeedLeases } from '../../../application/ports/live-chat-feed.ts';
import type { Outbox } from '../../../application/ports/outbox.ts';
import type { Retention } from '../../../application/ports/retention.ts';
import type { SessionStore } from '../../../application/ports/session-store.ts';
import type { StoreHealth } from '../../../application/ports/store-health.ts';
import { volatileDurability } from '../table/durability.ts';
import { LeaseTable } from '../table/lease-table.ts';
import { messageMemoryBytes } from '../table/message-memory.ts';
import { SessionTable } from '../table/session-table.ts';
import { tableFeeds } from '../table/table-feeds.ts';
import { tableHealth } from '../table/table-health.ts';
import { tableOutbox } from '../table/table-outbox.ts';
import { tableRetention } from '../table/table-retention.ts';
import { tableSessions } from '../table/table-sessions.ts';

/** Everything is forgotten with the process. For tests, and for trying things out. */
export function inMemoryStore({
  clock,
  bytesAtMost = messageMemoryBytes(),
}: {
  readonly clock: Clock;
  readonly bytesAtMost?: number;
}): SessionStore & Outbox & Retention & StoreHealth & FeedLeases {
  const table = new SessionTable();
  const tables = { clock, table, leases: new LeaseTable(clock), durability: volatileDurability, bytesAtMost };
  return {
    ...tableSessions(tables),
    ...tableOutbox(tables),
    ...tableRetention(tables, async () => {}),
    ...tableHealth(table, async () => true),
    ...tableFeeds(table),
  };
}
