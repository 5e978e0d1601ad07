import type { Lease } from '../../../application/ports/outbox.ts';
import type { LeaseTable } from './lease-table.ts';
import type { SessionTable } from './session-table.ts';

/** Gives a lane back in which nothing waits any more; says whether it did. */
export function releaseWhenEmpty(lease: Lease, table: SessionTable, leases: LeaseTable): boolean {
  const { sessionId, direction } = lease.lane;
  if ((table.ofId(sessionId)?.lanes[direction] ?? []).length > 0) return false;
  leases.release(lease);
  return true;
}
