import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import { applyRetention } from '../../../../../src/application/sweeps/apply-retention.ts';
import { conversationId, sessionId } from '../../../../../src/domain/ids.ts';
import { changed, ended, opening, openSession, theSession } from '../../../../contracts/session-steps.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';
import { quickly } from '../contract-store.ts';

type Store = Awaited<ReturnType<typeof postgresStore>>;

const logged: unknown[] = [];
const log = { info: () => {}, warn: () => {}, error: (fields: object) => void logged.push(fields) };
const clock = { ...systemClock, pass: () => {} };
const times = { textsMs: 0, sessionsMs: 60_000 };
let database: FreshDatabase;
let store: Store;

beforeAll(async () => {
  database = await freshDatabase(await sharedServerUrl());
});
afterAll(() => database.drop());
beforeEach(async () => {
  logged.length = 0;
  store = await postgresStore({ ...quickly, queryTimeoutMs: 400, url: database.url, clock, log });
});
afterEach(async () => {
  await store.close();
  await database.admin.query('drop trigger if exists slow on handoff.sessions; delete from handoff.sessions');
});

async function endMany(count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    const id = sessionId(`ended-${number}`);
    await store.commit(opening(clock, id, conversationId(`conversation-${number}`)));
    const end = changed(await theSession(store, id), ended(clock.now() - 1000));
    await store.commit({ ...end, deadLetterLanes: ['to-live-chat'] });
  }
}

const left = async (what: string): Promise<number> =>
  Number((await database.admin.query(`select count(*) from handoff.sessions where ${what}`)).rows[0].count);

/** Each row of a session takes so many seconds to be changed or removed. */
const slowBy = (seconds: number) =>
  database.admin.query(`
    create or replace function handoff.slow() returns trigger language plpgsql
      as $$ begin perform pg_sleep(${seconds}); return coalesce(new, old); end $$;
    create trigger slow before update or delete on handoff.sessions for each row execute function handoff.slow()`);

describe('Retention on PostgreSQL', () => {
  it('finds old requests without a look at the others', async () => {
    await database.admin.query('begin; set local enable_seqscan = off');
    const { rows } = await database.admin.query(
      'explain select i.ctid from handoff.inbound i where i.at < 1 order by i.at limit 5 for update skip locked',
    );
    await database.admin.query('rollback');
    expect(JSON.stringify(rows)).toContain('using inbound_by_time');
    expect(JSON.stringify(rows)).not.toContain('Sort');
  });

  it('gets done on a disk that is too slow for the usual batch', async () => {
    await endMany(60);
    await slowBy(0.01);
    expect(await applyRetention({ retention: store, clock, times })()).toBe(60);
    expect(await left(`customer_id <> 'erased'`)).toBe(0);
    await applyRetention({ retention: store, clock, times: { ...times, sessionsMs: 0 } })();
    expect(await left('true')).toBe(0);
  });

  it('leaves a damaged record as it is, names it, and does what is behind it', async () => {
    await endMany(5);
    await openSession(store, clock, sessionId('open'));
    await database.admin.query(`update handoff.sessions set state = '{' where id in ('ended-0', 'ended-1')`);
    expect(await store.redactTexts(clock.now(), 2)).toBe(2);
    expect(await store.redactTexts(clock.now(), 2)).toBe(1);
    expect(logged).toEqual([{ session: 'ended-0' }, { session: 'ended-1' }]);
    expect(await left(`customer_id <> 'erased' and state = '{'`)).toBe(2);
    await expect(store.redactTextsOf(sessionId('ended-0'))).rejects.toThrow('damaged');
    await database.admin.query(
      `update handoff.sessions s set state = (select o.state from handoff.sessions o where o.id = 'ended-2')
      where s.id = 'ended-0'`,
    );
    expect(await store.redactTexts(clock.now(), 2)).toBe(1);
  });
});
