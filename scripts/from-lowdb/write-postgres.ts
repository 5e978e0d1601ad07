import { type Client, DatabaseError } from 'pg';
import { z } from 'zod';
import type { Restored } from '../../src/adapters/storage/record/session-document.ts';
import {
  digestOf,
  inboundColumns,
  messageColumns,
  rowsIn,
  rowsOf,
  type SessionRows,
  sessionColumns,
  timelineOf,
} from './session-rows.ts';

/** How many sessions are looked at at a time. */
const atOnce = 200;

const insertSession = `insert into handoff.sessions (${sessionColumns})
  select ${sessionColumns} from json_populate_recordset(null::handoff.sessions, $1)`;

/** In the order of the list, which becomes the order of the lanes. */
const insertMessages = `insert into handoff.messages (${messageColumns})
  select ${messageColumns} from rows from (json_populate_recordset(null::handoff.messages, $1)) with ordinality
    as m (id, session_id, direction, place, kind, content, accepted_at, due_at, attempts, unknown_attempts, is_begun,
      cause, died_at, last_cause, number)
  order by m.number`;

const insertInbound = `insert into handoff.inbound (${inboundColumns})
  select ${inboundColumns} from json_populate_recordset(null::handoff.inbound, $1)`;

const insertTimeline = 'insert into handoff.timelines (session_id, lines) values ($1, $2)';

const note = `insert into handoff.moved (session_id, sequence, digest) values ($1, $2, $3)
  on conflict (session_id) do update set sequence = excluded.sequence, digest = excluded.digest`;

const movedRows = z.array(z.object({ session_id: z.string(), sequence: z.int(), digest: z.string() }));
type Moved = z.infer<typeof movedRows>[number];

export interface Written {
  readonly moved: number;
  /** Moved before, wholly. */
  readonly known: number;
  /** Sessions that are not, or not wholly, in the database, with the reason; one line each. */
  readonly left: readonly string[];
}

/** What is to be done about one session, as it stands in the files and in the database. */
interface Pending {
  readonly rows: SessionRows;
  readonly timeline: string;
  readonly sequence: number;
  readonly before: Moved | undefined;
  readonly present: SessionRows | undefined;
}

type Fate = 'write' | 'replace' | 'known' | 'note' | { readonly left: string };

/**
 * Writes sessions with all that belongs to them, each in a transaction of its own, and reads them back to see that they are
 * there; the last commit is synced, and with it those before. A repeat writes what is missing, and writes anew what has changed in the files and not in the database.
 */
export async function writePostgres(client: Client, sessions: readonly Restored[]): Promise<Written> {
  const left: string[] = [];
  let [moved, known] = [0, 0];
  let last = '';
  for (let start = 0; start < sessions.length; start += atOnce) {
    for (const pending of await look(client, sessions.slice(start, start + atOnce))) {
      const fate = fateOf(pending);
      const done = await settle(client, pending, fate);
      if (done === 'moved') last = pending.rows.session.id;
      if (done === 'moved') moved++;
      else if (done === 'known') known++;
      else left.push(`${pending.rows.session.id}: ${done.left}`);
    }
  }
  await client.query('update handoff.moved set digest = digest where session_id = $1', [last]);
  return { moved, known, left };
}

async function look(client: Client, sessions: readonly Restored[]): Promise<readonly Pending[]> {
  const all = sessions.map((restored) => ({
    rows: rowsOf(restored),
    timeline: timelineOf(restored),
    sequence: restored.record.sequence,
  }));
  const ids = all.map(({ rows }) => rows.session.id);
  const present = await rowsIn(client, ids);
  const { rows: found } = await client.query(
    'select session_id, sequence, digest from handoff.moved where session_id = any ($1)',
    [ids],
  );
  const before = new Map(movedRows.parse(found).map((row) => [row.session_id, row]));
  return all.map((each) => ({
    ...each,
    before: before.get(each.rows.session.id),
    present: present.get(each.rows.session.id),
  }));
}

function fateOf({ rows, sequence, before, present }: Pending): Fate {
  if (!before) {
    if (!present) return 'write';
    return digestOf(rows) === digestOf(present) ? 'note' : { left: 'the database has another state of it' };
  }
  if (before.sequence === sequence) return 'known';
  if (!present)
    return { left: 'it has changed in the files since it was moved, and is not in the database any more' };
  if (before.digest === digestOf(present)) return 'replace';
  return { left: 'it has changed in the files and in the database since it was moved' };
}

async function settle(
  client: Client,
  pending: Pending,
  fate: Fate,
): Promise<'moved' | 'known' | { readonly left: string }> {
  switch (fate) {
    case 'known':
      return 'known';
    case 'note':
      await inTransaction(client, () => noteMoved(client, pending));
      return 'known';
    case 'write':
    case 'replace':
      return inTransaction(client, () => write(client, pending, fate)).then(
        () => 'moved',
        (error: unknown) => reasonOf(error),
      );
    default:
      return fate;
  }
}

async function write(
  client: Client,
  { rows, ...pending }: Pending,
  fate: 'write' | 'replace',
): Promise<void> {
  const { id } = rows.session;
  if (fate === 'replace') await client.query('delete from handoff.sessions where id = $1', [id]);
  await client.query(insertSession, [JSON.stringify([rows.session])]);
  await client.query(insertMessages, [JSON.stringify(rows.messages)]);
  await client.query(insertInbound, [JSON.stringify(rows.inbound)]);
  if (pending.timeline !== '') await client.query(insertTimeline, [id, pending.timeline]);
  const written = (await rowsIn(client, [id])).get(id);
  if (!written || digestOf(written) !== digestOf(rows))
    throw new Error(`${id} is not in the database as it was`);
  await noteMoved(client, { rows, ...pending });
}

const noteMoved = (client: Client, { rows, sequence }: Pending) =>
  client.query(note, [rows.session.id, sequence, digestOf(rows)]);

async function inTransaction<Value>(client: Client, task: () => Promise<Value>): Promise<Value> {
  await client.query('begin');
  try {
    await client.query('set local synchronous_commit = off');
    const value = await task();
    await client.query('commit');
    return value;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** What keeps one session from being moved concerns that session; everything else ends the command. */
const obstacles: Readonly<Record<string, string>> = {
  sessions_one_per_conversation: 'its conversation has another session there that is not ended',
  sessions_one_per_live_chat: 'its live chat belongs to another session there that is not ended',
  inbound_pkey: 'a request of it was answered there as well',
  messages_pkey: 'a message of it is there already',
};

function reasonOf(error: unknown): { readonly left: string } {
  const constraint = error instanceof DatabaseError && error.code === '23505' ? error.constraint : undefined;
  const reason = obstacles[constraint ?? ''];
  if (reason === undefined) throw error;
  return { left: reason };
}
