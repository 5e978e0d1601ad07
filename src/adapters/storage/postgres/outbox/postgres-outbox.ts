import { z } from 'zod';
import type { Lane, Outbox } from '../../../../application/ports/outbox.ts';
import { directionSchema } from '../../record/message-schema.ts';
import type { Statement } from '../connection/database.ts';
import { isSo, query, queryOne, type StoreContext } from '../connection/store-context.ts';
import { columnOf, sessionIdColumn } from '../schema/column-text.ts';
import { laneHeads } from './lane-heads.ts';
import { beginAttempts, settleAttempts } from './lane-steps.ts';
import { type Leasing, leaseLanes } from './lease-lanes.ts';
import { deadLetterOfRow, messageColumns, summaryOfRow } from './message-rows.ts';

const dueLanes: Statement = {
  name: 'due-lanes',
  text: `${laneHeads('session_id, direction, due_at')}
    select head.session_id, head.direction from head
    left join handoff.lanes l on l.session_id = head.session_id and l.direction = head.direction
    where head.due_at <= handoff.now_ms() and (l.token is null or not handoff.is_leased(l, handoff.now_ms(), (
      select r.alive_since from handoff.replicas r where r.id = l.holder and r.alive_until > handoff.now_ms())))
    order by head.due_at limit $1`,
};
const isUnderWay: Statement = {
  isReadOnly: true,
  name: 'is-under-way',
  text: `select exists (
    select from handoff.messages where session_id = $1 and direction = $2 and is_begun
  ) as is_so`,
};
const makeDue: Statement = {
  name: 'make-due',
  text: `update handoff.messages set due_at = handoff.now_ms()
    where session_id = $1 and direction = $2 and died_at is null and starts_with(last_cause, $3) and due_at > handoff.now_ms()
    returning id`,
};
const deadLetters: Statement = {
  name: 'dead-letters',
  text: `select ${messageColumns} from handoff.messages where died_at is not null
    order by died_at desc, place desc limit $1`,
};
const deadLettersOfSession: Statement = {
  name: 'dead-letters-of-session',
  text: `select id, direction, cause, died_at from handoff.messages
    where session_id = $1 and died_at is not null`,
};
const deadLetter: Statement = {
  name: 'dead-letter',
  text: `select ${messageColumns} from handoff.messages where id = $1 and died_at is not null`,
};
const replayDeadLetter: Statement = {
  name: 'replay-dead-letter',
  text: 'select outcome, session_id, direction from handoff.replay_dead_letter($1)',
};
const dropDeadLetter: Statement = {
  name: 'drop-dead-letter',
  text: `with gone as (
      delete from handoff.messages m where m.id = $1 and m.died_at is not null
        returning m.session_id, handoff.message_line(m, $2, 'removed', m.unknown_attempts, m.cause) as line
    ), noted as (
      insert into handoff.timelines (session_id, lines) select g.session_id, g.line from gone g
    )
    select 1 from gone`,
};

const laneRow = z
  .object({ session_id: sessionIdColumn, direction: directionSchema })
  .transform(({ session_id: sessionId, direction }): Lane => ({ sessionId, direction }));
const replayed = z.object({ outcome: z.enum(['unknown', 'session-ended', 'replayed']) });

/** The pending messages, with leases that the database's clock ends. */
export function postgresOutbox(context: StoreContext, leasing: Leasing): Outbox {
  const lease = leaseLanes(context, leasing);
  const begin = beginAttempts(context);
  return {
    lease: (lane, forMs, purpose) => lease({ lane, forMs, begins: purpose === 'to-begin' }),
    async begin(lease, id, forMs) {
      const hasBegun = lease.begun && lease.messages[0]?.id === id;
      return hasBegun ? lease.begun : begin({ lease, id, forMs });
    },
    settle: settleAttempts(context),
    isUnderWay: ({ sessionId, direction }) => isSo(context, isUnderWay, [columnOf(sessionId), direction]),
    async makeDue({ sessionId, direction }, lastCause) {
      const made = await query(context, makeDue, [columnOf(sessionId), direction, lastCause]);
      return made.length > 0 ? 'due' : 'nothing';
    },
    release: leasing.release,
    async dueLanes(limit) {
      return (await query(context, dueLanes, [limit])).map((row) => laneRow.parse(row));
    },
    deadLetters: async (limit) => (await query(context, deadLetters, [limit])).map(deadLetterOfRow),
    deadLettersIn: async (id) =>
      (await query(context, deadLettersOfSession, [columnOf(id)])).map(summaryOfRow),
    async deadLetter(id) {
      const row = await queryOne(context, deadLetter, [columnOf(id)]);
      return row && deadLetterOfRow(row);
    },
    async replay(id) {
      const step = JSON.stringify({ id: columnOf(id), at: context.clock.now() });
      const row = await queryOne(context, replayDeadLetter, [step]);
      const { outcome } = replayed.parse(row);
      return outcome === 'replayed' ? { outcome, lane: laneRow.parse(row) } : { outcome };
    },
    async drop(id) {
      const values = [columnOf(id), context.clock.now()];
      return (await queryOne(context, dropDeadLetter, values)) ? 'dropped' : 'unknown';
    },
  };
}
