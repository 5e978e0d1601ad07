import { z } from 'zod';
import type { Outbox } from '../../../../application/ports/outbox.ts';
import { sessionId } from '../../../../domain/ids.ts';
import { directionSchema } from '../../record/message-schema.ts';
import type { Statement } from '../connection/database.ts';
import { type Asking, ask, askForOne } from '../connection/store-context.ts';
import { columnOf, idIn } from '../schema/column-text.ts';
import { deathOfRow, itemColumns, letterOfRow } from '../sessions/rows.ts';
import { beginAttempts } from './begin-attempts.ts';
import { type Leasing, takeLanes } from './lease-lanes.ts';
import { settleAttempts } from './settle-attempts.ts';

/** Goes from the head of one lane to that of the next by the index: the messages behind a head cost nothing. */
const dueLanes: Statement = {
  name: 'due-lanes',
  text: `with recursive head as (
      (select session_id, direction, due_at from handoff.messages
        where died_at is null order by session_id, direction, place limit 1)
      union all
      select next.* from head cross join lateral (
        select m.session_id, m.direction, m.due_at from handoff.messages m
        where m.died_at is null and (m.session_id, m.direction) > (head.session_id, head.direction)
        order by m.session_id, m.direction, m.place limit 1
      ) next
    )
    select head.session_id, head.direction from head
    left join handoff.lanes l on l.session_id = head.session_id and l.direction = head.direction
    where head.due_at <= handoff.now_ms() and (l.token is null or not handoff.is_held(l, handoff.now_ms()))
    order by head.due_at limit $1`,
};
const isUnderWay: Statement = {
  isQuestion: true,
  name: 'is-under-way',
  text: `select exists (
    select from handoff.messages where session_id = $1 and direction = $2 and is_begun
  ) as is_so`,
};
const deadLetters: Statement = {
  name: 'dead-letters',
  text: `select ${itemColumns} from handoff.messages where died_at is not null
    order by died_at desc, place desc limit $1`,
};
const deathsIn: Statement = {
  name: 'deaths-in',
  text: `select id, direction, cause, died_at from handoff.messages
    where session_id = $1 and died_at is not null`,
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

const laneRow = z.object({ session_id: z.string().transform(idIn), direction: directionSchema });
const yesOrNo = z.object({ is_so: z.boolean() });
const replayed = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.enum(['unknown', 'session-ended']) }),
  z.object({
    outcome: z.literal('replayed'),
    letter_session: z.string().transform(idIn),
    letter_direction: directionSchema,
  }),
]);

/** The messages that wait, with leases that the database's clock ends. */
export function postgresOutbox(asking: Asking, leasing: Leasing): Outbox {
  const { release } = leasing;
  const take = takeLanes(asking, leasing);
  const begin = beginAttempts(asking);
  return {
    lease: (lane, forMs, purpose) => take({ lane, forMs, begins: purpose === 'to-begin' }),
    async begin(lease, id, forMs) {
      const hasBegun = lease.begun && lease.messages[0]?.id === id;
      return hasBegun ? lease.begun : begin({ lease, id, forMs });
    },
    settle: settleAttempts(asking),
    async isUnderWay({ sessionId, direction }) {
      return yesOrNo.parse(await askForOne(asking, isUnderWay, [columnOf(sessionId), direction])).is_so;
    },
    release,
    async dueLanes(limit) {
      const rows = await ask(asking, dueLanes, [limit]);
      return rows.map((row) => {
        const { session_id, direction } = laneRow.parse(row);
        return { sessionId: sessionId(session_id), direction };
      });
    },
    deadLetters: async (limit) => (await ask(asking, deadLetters, [limit])).map(letterOfRow),
    deadLettersIn: async (id) => (await ask(asking, deathsIn, [columnOf(id)])).map(deathOfRow),
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
