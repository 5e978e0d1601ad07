import { directions, type Lease, type PendingMessage } from '../../../application/ports/outbox.ts';
import type { Change } from '../../../application/ports/session-store.ts';

/** The leases that a commit could grant, without their tokens: the lanes that it fills. */
export function leasableLanes({ session, messages, leaseForMs }: Change): readonly Omit<Lease, 'token'>[] {
  if (leaseForMs === undefined) return [];
  return directions.flatMap((direction) => {
    const added = messages
      .filter((each) => each.direction === direction)
      .map((each): PendingMessage => ({ ...each, attempts: 0, unknownAttempts: 0, dueAt: each.acceptedAt }));
    if (added.length === 0) return [];
    return { lane: { sessionId: session.id, direction }, messages: added, begun: session };
  });
}
