import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Database,
  openDatabase,
} from '../../../../../src/adapters/storage/postgres/connection/database.ts';
import {
  query,
  type StoreContext,
} from '../../../../../src/adapters/storage/postgres/connection/store-context.ts';
import { inDoubtLeases } from '../../../../../src/adapters/storage/postgres/outbox/in-doubt-leases.ts';
import { sessionStateCache } from '../../../../../src/adapters/storage/postgres/sessions/session-state-cache.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import { StoreUnavailable } from '../../../../../src/application/ports/session-store.ts';
import { ada, lane } from '../../../../contracts/session-steps.ts';
import { type BreakableWay, startBreakableWay } from '../../../../network/breakable-way.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';

const log = { info() {}, warn() {}, error() {} };
const limits = { poolSize: 1, connectTimeoutMs: 700, queryTimeoutMs: 300 };
const held = { lane: lane(ada), token: 'a' };
const look = { name: 'look', text: 'select 1' };

let fresh: FreshDatabase;
let proxy: BreakableWay;
let database: Database;
let context: StoreContext;
let released: unknown[];
beforeAll(async () => {
  fresh = await freshDatabase(await sharedServerUrl(), 'empty');
  proxy = await startBreakableWay(Number(new URL(fresh.url).port || 5432));
  database = openDatabase({ ...limits, url: proxy.urlOf(fresh.url) }, log);
  context = { database, clock: systemClock, log, replica: 'r', states: sessionStateCache() };
});
beforeEach(() => {
  released = [];
});
afterAll(async () => {
  await database.close();
  await proxy.stop();
  await fresh.drop();
});

const lease = () =>
  inDoubtLeases(context, async (given) => void released.push(given))([held], () => query(context, look, []));

describe('A lane that a broken way may have taken', () => {
  it('is not given back where there was no connection to ask for it', async () => {
    proxy.down();
    await expect(lease()).rejects.toThrow(StoreUnavailable);
    proxy.up();
    expect(released).toEqual([]);
  });

  it('is given back where the database may have heard of it', async () => {
    proxy.cutNext('look', 'asked');
    await expect(lease()).rejects.toThrow(StoreUnavailable);
    expect(released).toEqual([held]);
  });
});
