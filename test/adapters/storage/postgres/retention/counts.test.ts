import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { grantTo } from '../../../../../src/adapters/storage/postgres/schema/migrations.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import { conversationId, sessionId } from '../../../../../src/domain/ids.ts';
import {
  accept,
  ada,
  attempt,
  changed,
  ended,
  lane,
  opening,
  openSession,
  theSession,
} from '../../../../contracts/session-steps.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';
import { quickly } from '../contract-store.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const clock = { ...systemClock, pass: () => {} };
let database: FreshDatabase;
let store: Awaited<ReturnType<typeof postgresStore>>;
beforeAll(async () => {
  database = await freshDatabase(await sharedServerUrl());
  store = await postgresStore({ ...quickly, url: database.url, clock, log });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const counted = {
  sessions: expect.arrayContaining([
    { status: 'requested', count: 1 },
    { status: 'active', count: 1 },
    { status: 'ended', reason: 'customer', count: 1 },
  ]),
  pending: { 'to-live-chat': 1, 'to-customer': 1 },
  deadLetters: { 'to-live-chat': 0, 'to-customer': 2 },
};

describe('The figures of a database', () => {
  it('are what is stored', async () => {
    expect(await store.metrics()).toMatchObject({ sessions: [], pending: { 'to-customer': 0 } });
    await store.commit(opening(clock, sessionId('bob'), conversationId('conversation-bob')));
    await openSession(store, clock, sessionId('eve'));
    await accept(store, clock, 'one', sessionId('eve'));
    await openSession(store, clock);
    for (const text of ['one', 'two', 'three']) await accept(store, clock, text);
    await attempt(store, lane(ada), { as: 'rejected', cause: 'invalid' });
    await attempt(store, lane(ada), { as: 'rejected', cause: 'invalid' });
    const [letter] = await store.deadLetters(1);
    await store.drop(letter?.id ?? '');
    const end = changed(await theSession(store), ended(clock.now()));
    await store.commit({ ...end, deadLetterLanes: ['to-customer'] });
    expect(await store.metrics()).toEqual(counted);
  });

  it('are had without a look at any session', async () => {
    await database.admin.query('begin; lock table handoff.sessions in access exclusive mode');
    const figures = store.metrics();
    await expect(figures).resolves.toEqual(counted);
    await database.admin.query('rollback');
  });

  it('are the same when they are summed up, by several at once too', async () => {
    await Promise.all([1, 2, 3].map(() => database.admin.query('select handoff.compact_counts()')));
    expect(await store.metrics()).toEqual(counted);
    const { rows } = await database.admin.query('select count(*)::integer as count from handoff.counts');
    expect(rows).toEqual([{ count: 4 }]);
  });

  it('are summed up from time to time', async () => {
    const tasks: (() => void)[] = [];
    const after = (delayMs: number, task: () => void) => {
      if (delayMs === 10_000) tasks.push(task);
      return () => {};
    };
    const other = await postgresStore({ ...quickly, url: database.url, clock: { ...clock, after }, log });
    const rows = async () =>
      (await database.admin.query('select count(*)::integer as count from handoff.counts')).rows[0].count;
    for (let number = 0; number < 20; number++) {
      const id = sessionId(`summed-up-${number}`);
      await other.commit(opening(clock, id, conversationId(id)));
      await other.commit(changed(await theSession(other, id), ended(clock.now())));
    }
    expect(await rows()).toBeGreaterThan(40);
    for (const task of tasks.splice(0)) task();
    await expect.poll(rows).toBeLessThan(10);
    expect(tasks).not.toEqual([]);
    await other.close();
    await database.admin.query(`delete from handoff.sessions where id like 'summed-up-%'`);
    expect(await store.metrics()).toEqual(counted);
  });

  it('are counted for a role that was granted nothing since', async () => {
    await database.admin.query('create role bridge_of_before login');
    await grantTo(database.admin, 'bridge_of_before');
    await database.admin.query('revoke all on handoff.counts, handoff.moved from bridge_of_before');
    const url = database.urlAs('bridge_of_before');
    const other = await postgresStore({ ...quickly, url, clock, log });
    await openSession(other, clock, sessionId('kim'));
    const { sessions } = await other.metrics();
    expect(sessions).toContainEqual({ status: 'queued', count: 1 });
    await other.close();
    await database.admin.query('drop owned by bridge_of_before; drop role bridge_of_before');
  });

  it('lose what is forgotten, its dead letters with it', async () => {
    expect(await store.deleteEnded(clock.now() + 1, 10)).toBe(1);
    const { sessions, deadLetters } = await store.metrics();
    expect(sessions.filter(({ status }) => status === 'ended')).toEqual([]);
    expect(deadLetters).toEqual({ 'to-live-chat': 0, 'to-customer': 0 });
  });
});
