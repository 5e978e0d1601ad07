import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import { sessionId } from '../../../../../src/domain/ids.ts';
import { accept, ada, lane, leased, openSession } from '../../../../contracts/session-steps.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';
import { quickly } from '../contract-store.ts';

type Store = Awaited<ReturnType<typeof postgresStore>>;

const log = { info: () => {}, warn: () => {}, error: () => {} };
const clock = { ...systemClock, pass: () => {} };

let database: FreshDatabase;
let one: Store;
let other: Store;

beforeAll(async () => {
  database = await freshDatabase(await sharedServerUrl());
});
beforeEach(async () => {
  await database.admin.query('delete from handoff.sessions; delete from handoff.replicas');
  const open = () => postgresStore({ ...quickly, url: database.url, clock: systemClock, log });
  [one, other] = [await open(), await open()];
});
afterEach(() => Promise.all([one.close(), other.close()]));
afterAll(() => database.drop());

/** As if no replica had reached the server for so long, which started at the beginning of it and recovered until now. */
async function outageOf(ms: number): Promise<void> {
  const { admin } = database;
  await admin.query('update handoff.replicas set alive_until = alive_until - $1::float', [ms]);
  await admin.query('update handoff.lanes set leased_at = leased_at - $1::float', [ms]);
  await admin.query(`create or replace function handoff.server_started_at()
    returns double precision language sql stable as $$ select ${Date.now() - ms + 500}::double precision $$`);
}

describe('After an outage of the database', () => {
  it('no replica takes the lane of another, which tells what it has delivered', async () => {
    await openSession(one, clock);
    const id = await accept(one, clock, 'one');
    const lease = await leased(one, lane(ada), 60_000);
    await one.begin(lease, id, 60_000);
    await outageOf(9000);
    expect(await other.lease(lane(ada), 60_000)).toBeUndefined();
    expect(await other.dueLanes(10)).toEqual([]);
    expect(await one.settle({ lease, id, settlement: { as: 'delivered' } })).toBe('released');
  });

  it('the lane of a replica that is heard no more is free after five seconds', async () => {
    await openSession(one, clock);
    await accept(one, clock, 'one');
    await leased(one, lane(ada), 60_000);
    await outageOf(9000);
    expect(await other.lease(lane(ada), 60_000)).toBeUndefined();
    await database.admin.query('update handoff.replicas set alive_since = alive_since - 5001');
    expect(await other.lease(lane(ada), 60_000)).toBeDefined();
  });

  it('a replica that was silent long before is not waited for', async () => {
    await openSession(one, clock);
    await accept(one, clock, 'one');
    await leased(one, lane(ada), 60_000);
    await outageOf(70_000);
    expect(await other.lease(lane(ada), 60_000)).toBeDefined();
  });

  it('both of them come back at once', async () => {
    for (let round = 0; round < 20; round++) {
      await outageOf(9000);
      await Promise.all([one, other].map((store) => store.lease(lane(sessionId(`none-${round}`)), 60_000)));
      const { rows } = await database.admin.query('select min(alive_until) as until from handoff.replicas');
      expect(rows[0].until).toBeGreaterThan(Date.now() + 3000);
    }
  });
});
