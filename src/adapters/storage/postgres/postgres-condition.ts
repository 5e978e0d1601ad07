import { z } from 'zod';
import type { StoreCondition } from '../../../application/ports/figures.ts';
import { directionSchema } from '../message-schema.ts';
import { closingReasonSchema, endReasonSchema } from '../session-schema.ts';
import { type Asking, ask, askForOne } from './asking.ts';
import type { Statement } from './database.ts';

const isWritable: Statement = {
  name: 'is-writable',
  text: `select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' as is_so`,
};
const sessionCounts: Statement = {
  name: 'session-counts',
  text: 'select status, reason, count(*)::integer as count from handoff.sessions group by status, reason',
};
const messageCounts: Statement = {
  name: 'message-counts',
  text: `select direction, died_at is not null as is_dead, count(*)::integer as count
    from handoff.messages group by direction, is_dead`,
};

const yesOrNo = z.object({ is_so: z.boolean() });
const count = z.int();
const sessionCount = z.discriminatedUnion('status', [
  z.object({ status: z.enum(['requested', 'queued', 'active']), count }),
  z.object({ status: z.literal('closing'), reason: closingReasonSchema, count }),
  z.object({ status: z.literal('ended'), reason: endReasonSchema, count }),
]);
const messageCount = z.object({ direction: directionSchema, is_dead: z.boolean(), count });

/** The condition of the database; the figures are those of all replicas together. */
export function postgresCondition(asking: Asking): StoreCondition {
  return {
    isWritable: () =>
      askForOne(asking, isWritable, []).then(
        (row) => yesOrNo.parse(row).is_so,
        // Whatever it was: that nothing can be written is the answer.
        () => false,
      ),
    async figures() {
      const sessions = (await ask(asking, sessionCounts, [])).map((row) => sessionCount.parse(row));
      const messages = (await ask(asking, messageCounts, [])).map((row) => messageCount.parse(row));
      const sum = (isDead: boolean) => ({
        'to-live-chat': countOf(messages, 'to-live-chat', isDead),
        'to-customer': countOf(messages, 'to-customer', isDead),
      });
      return { sessions, waiting: sum(false), deadLetters: sum(true) };
    },
  };
}

function countOf(
  counts: readonly z.infer<typeof messageCount>[],
  direction: z.infer<typeof directionSchema>,
  isDead: boolean,
): number {
  return counts.find((each) => each.direction === direction && each.is_dead === isDead)?.count ?? 0;
}
