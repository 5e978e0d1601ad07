import { z } from 'zod';
import type { LaneHead, SessionTimelines } from '../../../../application/ports/session-timelines.ts';
import type { HandoffSession } from '../../../../domain/handoff-session.ts';
import { directionSchema } from '../../record/message-schema.ts';
import { shortenedLine } from '../../record/timeline/lines.ts';
import { type HeldMessage, readTimeline } from '../../record/timeline/read-timeline.ts';
import type { Statement } from '../connection/database.ts';
import { query, queryOne, type StoreContext } from '../connection/store-context.ts';
import { laneHeads } from '../outbox/lane-heads.ts';
import { columnOf, idColumn, jsonColumn, sessionIdColumn } from '../schema/column-text.ts';

const findSessions: Statement = {
  isReadOnly: true,
  name: 'find-sessions',
  text: `select s.id, s.state from handoff.sessions s
    where s.id = $1 or s.conversation_id = $1 or s.live_chat_id = $1 or (s.customer_id = $1 and s.customer_id <> 'erased')
    order by s.requested_at desc limit $2`,
};

/** Rows of lines that are read of one session: far more than it has. */
const rowsAtMost = 2000;
/** Messages that wait or are dead letters. */
const messagesAtMost = 2000;

/** One statement, so that a message that is settled meanwhile is seen once. Contents are not read. */
const timelineOf: Statement = {
  isReadOnly: true,
  name: 'timeline-of',
  text: `select s.id, s.state,
      (select count(*) from handoff.timelines t where t.session_id = s.id)::integer as rows,
      (select coalesce(string_agg(t.lines, '' order by t.place), '') from (
        select * from handoff.timelines t where t.session_id = s.id order by t.place desc limit ${rowsAtMost}) t)
      || (select coalesce(string_agg(l.timeline, ''), '') from handoff.lanes l where l.session_id = s.id) as lines,
      (select coalesce(json_agg(m), '[]')::text from (
        select m.id, m.direction, m.kind, octet_length(m.content) as bytes, m.accepted_at, m.due_at, m.attempts,
          m.unknown_attempts, m.is_begun, m.cause, m.last_cause, m.died_at
        from handoff.messages m where m.session_id = s.id order by m.place limit ${messagesAtMost}) m) as held
    from handoff.sessions s where s.id = $1`,
};
const oldestPending: Statement = {
  isReadOnly: true,
  name: 'oldest-pending',
  text: `${laneHeads('session_id, direction, id, kind, accepted_at, due_at, attempts, last_cause')}
    select * from head order by accepted_at limit $1`,
};

const sessionRow = z.object({ id: z.string(), state: z.string() });
const kinds = z.enum(['start', 'say', 'notice', 'end', 'return']);
const message = {
  id: idColumn,
  direction: directionSchema,
  kind: kinds,
  accepted_at: z.number(),
  due_at: z.number(),
  attempts: z.int(),
  last_cause: z.string().nullable(),
};
const heldRow = z
  .object({
    ...message,
    bytes: z.int(),
    unknown_attempts: z.int(),
    is_begun: z.boolean(),
    cause: z.string().nullable(),
    died_at: z.number().nullable(),
  })
  .transform(
    ({
      accepted_at,
      due_at,
      unknown_attempts,
      is_begun,
      cause,
      last_cause,
      died_at,
      ...row
    }): HeldMessage => ({
      ...row,
      acceptedAt: accepted_at,
      dueAt: due_at,
      unknownAttempts: unknown_attempts,
      isBegun: is_begun,
      ...(cause !== null && { cause }),
      ...(last_cause !== null && { lastCause: last_cause }),
      ...(died_at !== null && { diedAt: died_at }),
    }),
  );
const timelineRow = z.object({
  ...sessionRow.shape,
  rows: z.int(),
  lines: z.string(),
  held: jsonColumn.pipe(z.array(heldRow)),
});
const headRow = z.object({ ...message, session_id: sessionIdColumn }).transform(
  ({ session_id, accepted_at, due_at, last_cause, ...row }): LaneHead => ({
    ...row,
    sessionId: session_id,
    acceptedAt: accepted_at,
    dueAt: due_at,
    ...(last_cause !== null && { lastCause: last_cause }),
  }),
);

/** What operators ask about sessions, whatever replica they ask. */
export function postgresTimelines(context: StoreContext): SessionTimelines {
  const sessionOf = (row: unknown): HandoffSession => {
    const { id, state } = sessionRow.parse(row);
    return context.states.read(id, state);
  };
  return {
    findSessions: async (id, limit) =>
      (await query(context, findSessions, [columnOf(id), limit])).map(sessionOf),
    async timelineOf(id) {
      const row = await queryOne(context, timelineOf, [columnOf(id)]);
      if (row === undefined) return undefined;
      const { rows, lines, held } = timelineRow.parse(row);
      const shortened = rows > rowsAtMost ? shortenedLine : '';
      return readTimeline({ session: sessionOf(row), lines: `${shortened}${lines}`, held });
    },
    oldestPending: async (limit) =>
      (await query(context, oldestPending, [limit])).map((row) => headRow.parse(row)),
  };
}
