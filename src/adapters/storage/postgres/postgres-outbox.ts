import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Lane, Lease, Outbox } from '../../../application/ports/outbox.ts';
import { sessionId } from '../../../domain/ids.ts';
import { directionSchema } from '../message-schema.ts';
import { type Asking, ask, askForOne } from './asking.ts';
import { columnOf, idIn } from './column-text.ts';
import { settlementValues } from './commit-change.ts';
import type { Statement } from './database.ts';
import { itemColumns, letterOfRow, stateColumn, waitingOfRow } from './rows.ts';

const leaseLane: Statement = {
  name: 'lease-lane',
  text: 'select * from handoff.take_lane($1, $2, $3, $4, $5, $6)',
};
const beginAttempt: Statement = {
  name: 'begin-attempt',
  text: 'select handoff.begin_next($1, $2, $3, $4, $5, $6) as state',
};
const settleAttempt: Statement = {
  name: 'settle-attempt',
  text: 'select handoff.settle_and_release($1, $2, $3, $4, $5, $6, $7, $8, $9) as outcome',
};
const releaseLane: Statement = {
  name: 'release-lane',
  text: 'select handoff.release_lane($1, $2, $3, $4)',
};
const dueLanes: Statement = {
  name: 'due-lanes',
  text: `select head.session_id, head.direction from (
      select distinct on (session_id, direction) session_id, direction, due_at
      from handoff.messages where died_at is null order by session_id, direction, place
    ) head
    left join handoff.lanes l on l.session_id = head.session_id and l.direction = head.direction
    where head.due_at <= handoff.now_ms() and (l.token is null or not handoff.is_held(l, handoff.now_ms()))
    order by head.due_at limit $1`,
};
const deadLetters: Statement = {
  name: 'dead-letters',
  text: `select ${itemColumns} from handoff.messages where died_at is not null
    order by died_at desc, place desc limit $1`,
};
const deadLetter: Statement = {
  name: 'dead-letter',
  text: `select ${itemColumns} from handoff.messages where id = $1 and died_at is not null`,
};
const replayLetter: Statement = {
  name: 'replay-letter',
  text: 'select outcome, letter_session, letter_direction from handoff.replay_letter($1)',
};
const dropLetter: Statement = {
  name: 'drop-letter',
  text: 'delete from handoff.messages where id = $1 and died_at is not null returning id',
};

const begun = z.object({ state: stateColumn.nullable() });
const leasedRow = z.object({ begun_state: stateColumn.nullable() });
const settledRow = z.object({ outcome: z.enum(['settled', 'released', 'lost']) });
const laneRow = z.object({ session_id: z.string().transform(idIn), direction: directionSchema });
const notDue = z.object({ wait_ms: z.number() });
const replayed = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.enum(['unknown', 'session-ended']) }),
  z.object({
    outcome: z.literal('replayed'),
    letter_session: z.string().transform(idIn),
    letter_direction: directionSchema,
  }),
]);

/**
 * Who counts the time until a message is due wakes a moment too early for the database, which began to count when it heard
 * of it. So much, in milliseconds, is waited here; more is another attempt's business.
 */
const momentMs = 250;

/** The messages that wait, with leases that the database's clock ends. */
export function postgresOutbox(asking: Asking): Outbox {
  const { clock, replica } = asking;
  const placeOf = ({ sessionId, direction }: Lane) => [columnOf(sessionId), direction, replica];

  async function lease(lane: Lane, forMs: number, purpose?: 'to-begin'): Promise<Lease | undefined> {
    const token = randomUUID();
    const rows = await ask(asking, leaseLane, [...placeOf(lane), token, forMs, purpose === 'to-begin']);
    const { wait_ms: waitMs } = notDue.safeParse(rows[0]).data ?? {};
    if (waitMs !== undefined && waitMs > momentMs) return undefined;
    if (waitMs !== undefined) {
      await new Promise<void>((resolve) => clock.after(Math.ceil(waitMs), resolve));
      return lease(lane, forMs, purpose);
    }
    if (rows.length === 0) return undefined;
    const { begun_state: session } = leasedRow.parse(rows[0]);
    const waiting = rows.map((row) => waitingOfRow(row, lane));
    return { lane, token, waiting, ...(session && { begun: session }) };
  }

  return {
    lease,
    async begin({ lane, token, waiting, begun: session }, id, forMs) {
      if (session && waiting[0]?.id === id) return session;
      const values = [...placeOf(lane), token, columnOf(id), forMs];
      return begun.parse(await askForOne(asking, beginAttempt, values)).state ?? 'gone';
    },
    async settle({ lease: { lane, token }, id, settlement }) {
      const what = [columnOf(id), ...settlementValues(settlement, clock.now()), clock.now()];
      const row = await askForOne(asking, settleAttempt, [...placeOf(lane), token, ...what]);
      return settledRow.parse(row).outcome;
    },
    async release({ lane, token }) {
      await ask(asking, releaseLane, [...placeOf(lane), token]);
    },
    async dueLanes(limit) {
      const rows = await ask(asking, dueLanes, [limit]);
      return rows.map((row) => {
        const { session_id, direction } = laneRow.parse(row);
        return { sessionId: sessionId(session_id), direction };
      });
    },
    deadLetters: async (limit) => (await ask(asking, deadLetters, [limit])).map(letterOfRow),
    async deadLetter(id) {
      const row = await askForOne(asking, deadLetter, [columnOf(id)]);
      return row && letterOfRow(row);
    },
    async replay(id) {
      const row = replayed.parse(await askForOne(asking, replayLetter, [columnOf(id)]));
      if (row.outcome !== 'replayed') return { outcome: row.outcome };
      const lane = { sessionId: sessionId(row.letter_session), direction: row.letter_direction };
      return { outcome: 'replayed', lane };
    },
    async drop(id) {
      return (await askForOne(asking, dropLetter, [columnOf(id)])) ? 'dropped' : 'unknown';
    },
  };
}
