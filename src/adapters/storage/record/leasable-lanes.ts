import type { Lease, Waiting } from '../../../application/ports/outbox.ts';
import type { Change } from '../../../application/ports/session-store.ts';
import { directions } from './session-record.ts';

/** What a commit could lend, but for the tokens: the lanes to which it adds. */
export function lendable({ session, outgoing, lendForMs }: Change): readonly Omit<Lease, 'token'>[] {
  if (lendForMs === undefined) return [];
  return directions.flatMap((direction) => {
    const waiting = outgoing
      .filter((each) => each.direction === direction)
      .map((each): Waiting => ({ ...each, attempts: 0, unknownAttempts: 0, dueAt: each.acceptedAt }));
    if (waiting.length === 0) return [];
    return { lane: { sessionId: session.id, direction }, waiting, begun: session };
  });
}
