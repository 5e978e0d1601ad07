import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import type { LogFields } from '../../../../../src/application/ports/log.ts';
import {
  accept,
  ada,
  adasChat,
  lane,
  leased,
  opening,
  openSession,
} from '../../../../contracts/session-steps.ts';
import { testClock } from '../../../../contracts/test-clock.ts';
import { type BreakableWay, startBreakableWay } from '../../../../network/breakable-way.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { password } from '../../../../postgres/server.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';

type Store = Awaited<ReturnType<typeof postgresStore>>;

const clock = testClock(Date.now());
const logged: unknown[] = [];
const note = ({ err, ...fields }: LogFields, event: string) =>
  void logged.push(event, fields, err instanceof Error && `${err.name} ${err.message} ${err.stack}`);
const log = { info: note, warn: note, error: note };
const limits = { poolSize: 3, connectTimeoutMs: 700, queryTimeoutMs: 300 };

let database: FreshDatabase;
let proxy: BreakableWay;
let store: Store;
beforeAll(async () => {
  database = await freshDatabase(await sharedServerUrl());
  proxy = await startBreakableWay(Number(new URL(database.url).port || 5432));
  store = await postgresStore({ ...limits, url: proxy.urlOf(database.url), clock: systemClock, log });
});
beforeEach(() => database.admin.query('delete from handoff.sessions'));
afterAll(async () => {
  await store.close();
  await proxy.stop();
  await database.drop();
});

describe('A database that is away', () => {
  const everything = (): readonly (() => unknown)[] => [
    () => store.ofId(ada),
    () => store.commit(opening(clock)),
    () => store.replyTo(adasChat, 'message:1'),
    () => store.lease(lane(ada), 1000),
    () => store.dueLanes(10),
    () => store.deadLetters(10),
    () => store.deadLettersIn(ada),
    () => store.replay('nothing'),
    () => store.redactTexts(clock.now(), 10),
    () => store.deleteEnded(clock.now(), 10),
    () => store.metrics(),
  ];
  const expectNothingServed = async () => {
    const before = Date.now();
    const served = await Promise.allSettled(everything().map(async (ask) => ask()));
    for (const each of served) {
      expect(each).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailable' } });
    }
    expect(await store.isWritable()).toBe(false);
    expect(Date.now() - before).toBeLessThan(6000);
  };
  const expectServed = async () => {
    expect(await store.isWritable()).toBe(true);
    expect(await store.commit(opening(clock))).toEqual({ outcome: 'committed' });
  };

  it('R5: is said to be, by every method, until it is back', async () => {
    proxy.down();
    await expectNothingServed();
    proxy.up();
    await expectServed();
  });

  it('R5: is waited for no longer than the settings say when it does not even refuse', async () => {
    proxy.swallow();
    await expectNothingServed();
    proxy.up();
    await expectServed();
  });

  it('keeps an outcome that could not be recorded from being forgotten', async () => {
    await openSession(store, clock);
    const id = await accept(store, clock, 'one');
    const lease = await leased(store, lane(ada), 20_000);
    await store.begin(lease, id, 20_000);
    proxy.down();
    const settled = store.settle({ lease, id, settlement: { as: 'delivered' } });
    setTimeout(() => proxy.up(), 600);
    expect(await settled).toBe('released');
  });

  it('is told of in logs without its password', async () => {
    const wrong = { ...limits, clock: systemClock, log };
    const nowhere = new URL(proxy.urlOf(database.url));
    nowhere.port = '1';
    const refused = await postgresStore({ ...wrong, url: nowhere.href }).catch((error: Error) => error);
    expect(refused).toMatchObject({ message: expect.stringMatching(/ECONNREFUSED/) });
    const unknown = new URL(database.url);
    unknown.pathname = 'nowhere';
    const missing = await postgresStore({ ...wrong, url: unknown.href }).catch((error: Error) => error);
    expect(missing).toMatchObject({ message: expect.stringMatching(/3D000/) });
    const told = [logged, refused, missing].map((each) =>
      each instanceof Error ? `${each.message} ${each.stack}` : JSON.stringify(each),
    );
    expect(logged.length).toBeGreaterThan(0);
    expect(told.join()).not.toContain(password);
  });
});
