import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { idIn } from '../../../../../src/adapters/storage/postgres/schema/column-text.ts';
import { migrate } from '../../../../../src/adapters/storage/postgres/schema/migrations.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import type { Direction, Lane } from '../../../../../src/application/ports/outbox.ts';
import { conversationId, liveChatId, sessionId } from '../../../../../src/domain/ids.ts';
import { lane, theSession } from '../../../../contracts/session-steps.ts';
import type { FreshDatabase } from '../../../../postgres/fresh-database.ts';
import { quickly } from '../contract-store.ts';
import { databaseAt, insertRows, rowsOf, storedByVersion9 } from './version-9/database.ts';
import { leftForVersion9 } from './version-9/left-for-version-9.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const open = (url: string) => postgresStore({ ...quickly, url, clock: systemClock, log });

const sessionRow = z.object({
  id: z.string().transform((id) => sessionId(idIn(id))),
  conversation_id: z.string(),
  live_chat_id: z.string().nullable(),
  status: z.string(),
  reason: z.string().nullable(),
  version: z.int(),
  state: z.string(),
});
const messageRow = z.object({
  id: z.string().transform(idIn),
  session_id: z.string().transform((id) => sessionId(idIn(id))),
  direction: z.custom<Direction>(),
  place: z.int(),
  content: z.string(),
  due_at: z.number(),
  attempts: z.int(),
  unknown_attempts: z.int(),
  is_begun: z.boolean(),
  cause: z.string().nullable(),
  died_at: z.number().nullable(),
});
const inboundRow = z.object({
  conversation_id: z.string(),
  id: z.string().transform(idIn),
  session_id: z.string().transform(idIn),
  answer: z.string(),
});

const stored = await storedByVersion9();
const sessions = z.array(sessionRow).parse(stored.sessions);
const messages = z.array(messageRow).parse(stored.messages);
const pending = messages.filter(({ died_at }) => died_at === null);
const dead = messages.filter(({ died_at }) => died_at !== null);
const pendingIn = (of: Lane) =>
  pending
    .filter(({ session_id, direction }) => session_id === of.sessionId && direction === of.direction)
    .sort((one, other) => one.place - other.place);
const laneOf = ({ session_id, direction }: (typeof messages)[number]) => lane(session_id, direction);
/** An id whose column has a digest in place of it. */
const isLong = (column: string) => column.startsWith('\\#');

describe('A database of version 9 with rows of every kind', () => {
  let database: FreshDatabase;
  let store: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    database = await databaseAt(9);
    await insertRows(database.admin, stored);
    expect(await migrate(database.admin)).toEqual(['0010-baseline']);
    // Columns may have been added.
    expect(await rowsOf(database.admin)).toMatchObject(stored);
    store = await open(database.url);
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it('has sessions in each state', () => {
    expect(new Set(sessions.map(({ status }) => status))).toEqual(
      new Set(['requested', 'queued', 'active', 'closing', 'ended']),
    );
  });

  it.each(sessions)('has its session $id', async (row) => {
    const found = await theSession(store, row.id);
    // Version 9 wrote an empty transcript for the version before it.
    const { transcript: _, ...state } = JSON.parse(row.state);
    expect(found.session).toMatchObject(state);
    expect(found.version).toBe(row.version);
    for (const direction of ['to-live-chat', 'to-customer'] as const) {
      expect(found.pending[direction]).toBe(pendingIn(lane(row.id, direction)).length);
    }
    if (!isLong(row.conversation_id)) {
      const ofConversation = await store.ofConversation(conversationId(idIn(row.conversation_id)));
      expect(ofConversation?.session.id).toBe(row.status === 'ended' ? undefined : row.id);
    }
    if (row.live_chat_id !== null) {
      expect((await store.ofLiveChat(liveChatId(idIn(row.live_chat_id))))?.session.id).toBe(row.id);
    }
  });

  it('answers repeats of its requests', async () => {
    const inbound = z.array(inboundRow).parse(stored.inbound);
    expect(inbound.length).toBeGreaterThan(10);
    for (const { conversation_id, id, session_id, answer } of inbound) {
      const found = await store.replyTo(conversationId(idIn(conversation_id)), id);
      expect(found).toEqual({ sessionId: session_id, answer });
    }
  });

  it('has its dead letters', async () => {
    expect(dead.map(({ cause }) => cause).toSorted()).toEqual(['abandoned', 'forbidden', 'too-long']);
    for (const row of dead) {
      expect(await store.deadLetter(row.id)).toMatchObject({
        content: JSON.parse(row.content),
        attempts: row.attempts,
        unknownAttempts: row.unknown_attempts + (row.is_begun ? 1 : 0),
        cause: row.cause,
        diedAt: row.died_at,
      });
    }
    expect(await store.isUnderWay(lane(sessionId('session-ended')))).toBe(true);
  });

  it('is counted as before', async () => {
    const { sessions: counted, pending: waiting, deadLetters } = await store.metrics();
    const expected = Map.groupBy(sessions, ({ status, reason }) => `${status} ${reason ?? ''}`);
    expect(counted).toHaveLength(expected.size);
    for (const { status, reason, count } of counted) {
      expect(count).toBe(expected.get(`${status} ${reason ?? ''}`)?.length);
    }
    const inLane = (rows: typeof messages, of: Direction) => rows.filter(({ direction }) => direction === of);
    for (const direction of ['to-live-chat', 'to-customer'] as const) {
      expect(waiting[direction]).toBe(inLane(pending, direction).length);
      expect(deadLetters[direction]).toBe(inLane(dead, direction).length);
    }
  });

  it('has its pending messages in order, leases that count, and attempts that are not due', async () => {
    const held = lane(sessionId('session-held'));
    const notDue = lane(sessionId('session-active'), 'to-live-chat');
    const heads = pending.filter((row) => pendingIn(laneOf(row))[0] === row).map(laneOf);
    const due = heads.filter((of) => JSON.stringify(of) !== JSON.stringify(held));
    const expected = due.filter((of) => JSON.stringify(of) !== JSON.stringify(notDue));
    expect(await store.dueLanes(100)).toEqual(expect.arrayContaining(expected));
    expect(await store.dueLanes(100)).toHaveLength(expected.length);
    for (const of of [held, notDue]) expect(await store.lease(of, 1000, 'to-begin')).toBeUndefined();
    for (const of of expected) {
      const lease = await store.lease(of, 1000);
      expect(lease?.messages).toMatchObject(
        pendingIn(of).map((row) => ({
          id: row.id,
          content: JSON.parse(row.content),
          dueAt: row.due_at,
          attempts: row.attempts,
          // The worker of an attempt that was begun is gone.
          unknownAttempts: row.unknown_attempts + (row.is_begun ? 1 : 0),
        })),
      );
    }
  });
});

describe('A database that is migrated from version 9', () => {
  it('differs from a fresh one in what replicas of version 9 call, which the README names', async () => {
    const [migrated, fresh] = [await databaseAt(9), await databaseAt(0)];
    for (const { admin } of [migrated, fresh]) await migrate(admin);
    const catalog = async ({ admin }: FreshDatabase) => {
      const { rows } = await admin.query(`
        select 'column ' || c.table_name || '.' || c.column_name || ' ' || c.ordinal_position || ' ' || c.data_type
            || ' ' || c.is_nullable || ' ' || coalesce(c.column_default, '') || ' ' || c.is_identity as line
          from information_schema.columns c where c.table_schema = 'handoff'
        union all select 'index ' || indexdef from pg_indexes where schemaname = 'handoff'
        union all select 'table ' || relname || ' ' || coalesce(array_to_string(reloptions, ','), '')
          from pg_class where relnamespace = 'handoff'::regnamespace and relkind = 'r'
        union all select 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid)
          from pg_constraint where connamespace = 'handoff'::regnamespace
        union all select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger
          where not tgisinternal and tgrelid::regclass::text like 'handoff.%'
        union all select 'type ' || t.typname || ' ' || string_agg(a.attname || ' ' || a.atttypid::regtype, ', ' order by a.attnum)
          from pg_type t join pg_class k on k.oid = t.typrelid and k.relkind = 'c'
          join pg_attribute a on a.attrelid = k.oid and a.attnum > 0
          where t.typnamespace = 'handoff'::regnamespace group by t.typname
        union all select 'function ' || pg_get_functiondef(oid) from pg_proc
          where pronamespace = 'handoff'::regnamespace and prokind = 'f'`);
      return rows.map(({ line }) => String(line));
    };
    const [after, expected] = [await catalog(migrated), await catalog(fresh)];
    expect(after).toEqual(expect.arrayContaining(expected));
    const left = after.filter((line) => !expected.includes(line)).map((line) => line.split(/[\s(]+/));
    expect(left.map((words) => (words[0] === 'type' ? words[1] : words[5])).toSorted()).toEqual(
      leftForVersion9,
    );
    const readme = await readFile('src/adapters/storage/postgres/schema/migrations/README.md', 'utf8');
    await migrated.admin.query(/```sql\n(.*?)```/s.exec(readme)?.[1] ?? '');
    expect((await catalog(migrated)).toSorted()).toEqual(expected.toSorted());
    await Promise.all([migrated.drop(), fresh.drop()]);
  });

  it('is as it was when the migration fails', async () => {
    const database = await databaseAt(9);
    await database.admin.query('create function handoff.metrics() returns void language sql as $$ $$');
    await expect(migrate(database.admin)).rejects.toThrow('migration 0010-baseline failed');
    const { rows } = await database.admin.query(
      `select to_regprocedure('handoff.lease_lanes(jsonb)') as made,
        to_regprocedure('handoff.take_lanes(text, json)') is not null as is_kept,
        (select max(number) from handoff.migrations) as number`,
    );
    expect(rows).toEqual([{ made: null, is_kept: true, number: 9 }]);
    await database.drop();
  });
});

describe('A database below version 9', () => {
  it.each([1, 8])('is refused with what has to be done (%s)', async (number) => {
    const database = await databaseAt(number);
    await expect(migrate(database.admin)).rejects.toThrow(
      `the database is at migration ${number}, and this version migrates from 9 on. Run npm run migrate of version 0.2.0 first`,
    );
    await expect(open(database.url)).rejects.toThrow('lacks 0010-baseline');
    expect(await lastNumber(database)).toBe(number);
    await database.drop();
  });
});

async function lastNumber({ admin }: FreshDatabase): Promise<unknown> {
  const { rows } = await admin.query('select max(number) as number from handoff.migrations');
  return rows[0]?.number;
}
