import type { Client } from 'pg';
import { z } from 'zod';
import { columnOf } from '../../src/adapters/storage/postgres/column-text.ts';
import { sessionValues } from '../../src/adapters/storage/postgres/session-values.ts';
import type { Restored } from '../../src/adapters/storage/session-document.ts';
import type { DeadItem, WaitingItem } from '../../src/adapters/storage/session-record.ts';

/** How many sessions are written in one transaction. */
const atOnce = 200;

const sessionColumns = `id, version, conversation_id, live_chat_id, customer_id, status, reason, state, requested_at,
  last_activity_at, idle_warned_at, closed_at, ended_at`;

const insertSessions = `insert into handoff.sessions (${sessionColumns})
  select ${sessionColumns} from json_populate_recordset(null::handoff.sessions, $1) on conflict do nothing returning id`;

const messageColumns = `id, session_id, direction, kind, content, accepted_at, due_at, attempts, unknown_attempts,
  is_begun, cause, died_at`;

/** In the order of the list, which becomes the order of the lanes. */
const insertMessages = `insert into handoff.messages (${messageColumns})
  select ${messageColumns} from rows from (json_populate_recordset(null::handoff.messages, $1)) with ordinality
    as m (id, session_id, direction, place, kind, content, accepted_at, due_at, attempts, unknown_attempts, is_begun,
      cause, died_at, number)
  order by m.number`;

const insertInbound = `insert into handoff.inbound (conversation_id, id, session_id, answer, at)
  select conversation_id, id, session_id, answer, at from json_populate_recordset(null::handoff.inbound, $1)
  on conflict do nothing`;

const ids = z.array(z.object({ id: z.string() }));

/**
 * Writes sessions with all that belongs to them, and leaves alone what is there already. Gives how many it wrote; the
 * others were there, or their conversation has another open session there.
 */
export async function writePostgres(client: Client, sessions: readonly Restored[]): Promise<number> {
  let written = 0;
  for (let start = 0; start < sessions.length; start += atOnce) {
    await client.query('begin');
    try {
      written += await writeSome(client, sessions.slice(start, start + atOnce));
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    }
  }
  return written;
}

async function writeSome(client: Client, sessions: readonly Restored[]): Promise<number> {
  const rows = sessions.map(({ record: { session, version } }) => ({
    id: columnOf(session.id),
    version,
    ...sessionValues(session),
  }));
  const inserted = ids.parse((await client.query(insertSessions, [JSON.stringify(rows)])).rows);
  const isNew = new Set(inserted.map(({ id }) => id));
  const fresh = sessions.filter(({ record }) => isNew.has(columnOf(record.session.id)));
  await client.query(insertMessages, [JSON.stringify(fresh.flatMap(messagesOf))]);
  await client.query(insertInbound, [JSON.stringify(fresh.flatMap(inboundOf))]);
  return fresh.length;
}

/** The dead in the order in which they died, and then what waits. */
const messagesOf = ({ record: { lanes, dead } }: Restored) =>
  [...dead, ...lanes['to-live-chat'], ...lanes['to-customer']].map(messageRow);

const messageRow = (item: WaitingItem | DeadItem) => ({
  id: columnOf(item.id),
  session_id: columnOf(item.sessionId),
  direction: item.direction,
  kind: item.content.kind,
  content: JSON.stringify(item.content),
  accepted_at: item.acceptedAt,
  due_at: item.dueAt,
  attempts: item.attempts,
  unknown_attempts: item.unknownAttempts,
  is_begun: item.isBegun,
  cause: 'cause' in item ? item.cause.replaceAll('\0', '') : null,
  died_at: 'diedAt' in item ? item.diedAt : null,
});

const inboundOf = ({ record: { session }, remembered }: Restored) =>
  remembered.map(({ id, answer, at }) => ({
    conversation_id: columnOf(session.conversationId),
    id: columnOf(id),
    session_id: columnOf(session.id),
    answer,
    at,
  }));
