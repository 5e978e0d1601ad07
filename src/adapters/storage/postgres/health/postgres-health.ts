import { z } from 'zod';
import { eachDirection } from '../../../../application/ports/outbox.ts';
import type { StoreHealth, StoreMetrics } from '../../../../application/ports/store-health.ts';
import { directionSchema } from '../../record/message-schema.ts';
import { closingReasonSchema, endReasonSchema } from '../../record/session-schema.ts';
import type { Statement } from '../connection/database.ts';
import { isSo, query, type StoreContext } from '../connection/store-context.ts';

const isWritable: Statement = {
  name: 'is-writable',
  text: `select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' as is_so`,
};
const metrics: Statement = {
  name: 'metrics',
  text: 'select kind, name, reason, count from handoff.metrics()',
};

const count = z.number();
const session = z.literal('session');
/** `reason` is empty where there is none. */
const countRow = z.union([
  z.object({ kind: session, name: z.enum(['requested', 'queued', 'active']), reason: z.literal(''), count }),
  z.object({ kind: session, name: z.literal('closing'), reason: closingReasonSchema, count }),
  z.object({ kind: session, name: z.literal('ended'), reason: endReasonSchema, count }),
  z.object({ kind: z.enum(['letter', 'pending']), name: directionSchema, count }),
]);
type Counted = z.infer<typeof countRow>;

/** The condition of the database; the figures are those of all replicas together. */
export function postgresHealth(context: StoreContext): StoreHealth {
  return {
    // Every failure means that nothing can be written.
    isWritable: () => isSo(context, isWritable, []).catch(() => false),
    async metrics() {
      const counts = (await query(context, metrics, [])).map((row) => countRow.parse(row));
      return {
        sessions: counts.flatMap(sessionCountOf),
        pending: messagesIn(counts, 'pending'),
        deadLetters: messagesIn(counts, 'letter'),
      };
    },
  };
}

function sessionCountOf(counted: Counted): StoreMetrics['sessions'] {
  if (counted.kind !== 'session') return [];
  const { name: status, reason, count } = counted;
  return [{ status, count, ...(reason !== '' && { reason }) }];
}

function messagesIn(counts: readonly Counted[], kind: 'letter' | 'pending'): StoreMetrics['pending'] {
  return eachDirection(
    (direction) => counts.find((each) => each.kind === kind && each.name === direction)?.count ?? 0,
  );
}
