import type { Lease } from '../../../../application/ports/outbox.ts';
import type { Change } from '../../../../application/ports/session-store.ts';
import { eventLines } from '../../record/timeline/lines.ts';
import type { StoreContext } from '../connection/store-context.ts';
import { laneFields, leaseFields } from '../outbox/lease-fields.ts';
import { settledFields } from '../outbox/settled-fields.ts';
import { columnOf } from '../schema/column-text.ts';
import { sessionValues } from './session-values.ts';

/** A change, and the lanes that are leased with it if they are empty and free. */
export interface Commit {
  readonly change: Change;
  readonly leases: readonly Lease[];
}

/**
 * Changes as the database commits them: what belongs to one has its number. State and contents are JSON text inside of the
 * JSON, since jsonb takes no NUL.
 */
export function commitArgument({ clock, states }: StoreContext, commits: readonly Commit[]): object {
  const now = clock.now();
  return {
    changes: commits.map(({ change: { session, expectedVersion, inbound } }, number) => {
      const id = columnOf(session.id);
      return {
        number,
        id,
        ...sessionValues(session, states.write(id, session)),
        expected_version: expectedVersion,
        ...(inbound && { inbound_id: columnOf(inbound.id), answer: inbound.answer }),
        at: now,
      };
    }),
    messages: commits.flatMap(messageFields),
    settled: commits.flatMap(({ change: { settled } }, number) =>
      settled ? settledFields(settled, { number, now }) : [],
    ),
    dead_letter: commits.flatMap(({ change: { session, deadLetterLanes } }, number) =>
      deadLetterLanes.map((direction) => ({
        number,
        ...laneFields({ sessionId: session.id, direction }),
        at: now,
      })),
    ),
    timeline: commits.flatMap(({ change: { session, events } }, number) => {
      const line = eventLines(events);
      return line === '' ? [] : { number, session_id: columnOf(session.id), line };
    }),
    lanes: commits.flatMap(({ change, leases }, number) =>
      leases.map((lease) => ({ ...leaseFields(lease, number), lasts_ms: change.leaseForMs })),
    ),
  };
}

const messageFields = ({ change, leases }: Commit, number: number): readonly object[] =>
  change.messages.map(({ id, sessionId, direction, content, acceptedAt }) => ({
    number,
    id: columnOf(id),
    ...laneFields({ sessionId, direction }),
    kind: content.kind,
    content: JSON.stringify(content),
    accepted_at: acceptedAt,
    begins: leases.some(({ messages }) => messages[0]?.id === id),
  }));
