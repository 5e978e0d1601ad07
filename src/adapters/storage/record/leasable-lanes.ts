import { directions, type Lease, type PendingMessage } from '../../../application/ports/outbox.ts';
import type { Change } from '../../../application/ports/session-store.ts';

/** The leases that a commit could grant, without their tokens: the lanes that it fills. */
export function leasableLanes({ session, messages, leaseForMs }: Change): readonly Omit<Lease, 'token'>[] {
  if (leaseForMs === undefined) return [];
  const leasable: Omit<Lease, 'token'>[] = [];
  for (const direction of directions) {
    const added: PendingMessage[] = [];
    for (const each of messages) {
      if (each.direction !== direction) continue;
      added.push({ ...each, attempts: 0, unknownAttempts: 0, dueAt: each.acceptedAt });
    }
    if (added.length === 0) continue;
    leasable.push({ lane: { sessionId: session.id, direction }, messages: added, begun: session });
  }
  return leasable;
}
