import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { postgresStore } from '../../../../src/adapters/storage/postgres/postgres-store.ts';
import type { Clock } from '../../../../src/application/ports/clock.ts';
import type { FreshStore, MakeFreshStore } from '../../../contracts/fresh-store.ts';
import { type TestClock, testClock } from '../../../contracts/test-clock.ts';
import { type FreshDatabase, freshDatabase } from '../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../postgres/shared-server.ts';

type PostgresStore = Awaited<ReturnType<typeof postgresStore>>;

const silent = { info: () => {}, warn: () => {}, error: () => {} };

export const quickly = { poolSize: 4, connectTimeoutMs: 5000, queryTimeoutMs: 5000 };

/** Stores on a database of the test file's own, one after the other, each of them empty. */
export function freshPostgresStores(): MakeFreshStore {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase(await sharedServerUrl());
    await takeClock(database.admin);
  });
  afterAll(() => database.drop());

  const open = new Set<{ close(): Promise<void> }>();
  async function closeAll(): Promise<void> {
    const stores = [...open];
    open.clear();
    await Promise.all(stores.map((store) => store.close().catch(() => undefined)));
  }
  afterEach(closeAll);

  return async () => {
    await closeAll();
    return contractStore(database, (store) => void open.add(store));
  };
}

/** From now on the database's clock is one that only tests move. */
async function takeClock(admin: Client): Promise<void> {
  await admin.query(`
    create table handoff.test_clock (now double precision not null);
    insert into handoff.test_clock values (0);
    create or replace function handoff.now_ms() returns double precision language sql volatile
      as $$ select now from handoff.test_clock $$;
    create or replace function handoff.server_started_at() returns double precision language sql stable
      as $$ select -5000::double precision $$;
  `);
}

/** Longer than a replica keeps its lanes without being heard of, by others that are. */
const untilFoundDeadMs = 5001;

/** An empty store whose database agrees with the test's clock before every call. */
async function contractStore(
  { url, admin }: FreshDatabase,
  open: (store: PostgresStore) => void,
): Promise<FreshStore> {
  await admin.query('delete from handoff.sessions; delete from handoff.replicas');
  const clock = testClock();
  const inTime = databaseTime(admin, clock);
  let life = { isOver: false };
  const openStore = async () => {
    await inTime.agree();
    life = { isOver: false };
    const store = await postgresStore({ ...quickly, url, clock: mortal(clock, life), log: silent });
    open(store);
    return store;
  };
  let store = await openStore();
  return {
    clock,
    store: inTime.around(store),
    async reopen(end) {
      // What a killed process does not do any more, others find out after a while.
      if (end === 'close') await store.close();
      else {
        life.isOver = true;
        clock.pass(untilFoundDeadMs);
        await admin.query('update handoff.replicas set alive_until = 0');
      }
      store = await openStore();
      return inTime.around(store);
    },
  };
}

/** For a store that does nothing of its own accord any more once its life is over. */
const mortal = (clock: TestClock, life: { readonly isOver: boolean }): Clock => ({
  now: () => clock.now(),
  after: (delayMs, task) => clock.after(delayMs, () => life.isOver || task()),
});

function databaseTime(admin: Client, clock: TestClock) {
  let told = 0;
  let telling: Promise<unknown> = Promise.resolve();
  const agree = () => {
    if (told !== clock.now()) {
      told = clock.now();
      telling = admin.query('update handoff.test_clock set now = $1', [told]);
    }
    return telling;
  };
  const around = <Store extends object>(store: Store): Store =>
    new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: readonly unknown[]) => {
          await agree();
          return member.apply(target, args);
        };
      },
    });
  return { agree, around };
}
