import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import { accept, ada, openSession } from '../../../../contracts/session-steps.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';
import { quickly } from '../contract-store.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };

let database: FreshDatabase;
let store: Awaited<ReturnType<typeof postgresStore>>;
beforeAll(async () => {
  database = await freshDatabase(await sharedServerUrl());
  store = await postgresStore({ ...quickly, url: database.url, clock: systemClock, log });
  await openSession(store, systemClock);
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** Whether the transaction of a step is on the disk when it is answered. */
async function isDurable(step: string, ...values: readonly unknown[]): Promise<boolean> {
  const { admin } = database;
  await admin.query('begin');
  try {
    const { rowCount } = await admin.query(step, [...values]);
    expect(rowCount).toBeGreaterThan(0);
    const { rows } = await admin.query(`select current_setting('synchronous_commit') as is_so`);
    return rows[0]?.is_so !== 'off';
  } finally {
    await admin.query('rollback');
  }
}

/** One without a heartbeat so far, so that each step records one, too. */
const replica = 'a-new-replica';
const wanted = {
  number: 0,
  session_id: ada,
  direction: 'to-customer',
  token: 'token',
  lasts_ms: 1000,
  begins: true,
};
const step = (argument: object) => JSON.stringify({ replica, ...argument });

describe('A step of a replica whose heartbeat is late', () => {
  it('is durable when it commits and leases a lane', async () => {
    const { rows } = await database.admin.query('select * from handoff.sessions');
    const changes = [{ ...rows[0], number: 0, expected_version: rows[0]?.version, at: 0 }];
    const commit = step({ changes, lanes: [wanted] });
    expect(await isDurable('select * from handoff.commit_changes($1)', commit)).toBe(true);
  });

  it('is durable when it leases lanes and begins attempts', async () => {
    await accept(store, systemClock, 'Hello');
    expect(await isDurable('select * from handoff.lease_lanes($1)', step({ lanes: [wanted] }))).toBe(true);
  });

  it('need not be when it only gives lanes back', async () => {
    expect(await isDurable('select handoff.release_lanes($1)', step({ lanes: [wanted] }))).toBe(false);
  });
});
