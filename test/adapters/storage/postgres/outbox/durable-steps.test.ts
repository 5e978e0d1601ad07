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

/** One of whom the database has not heard yet, so that each step says that it lives, too. */
const newcomer = 'a-new-replica';
const wanted = { session_id: ada, direction: 'to-customer', token: 'token', lasts: 1000, begins: true };

describe('A step of a replica that has to say that it lives', () => {
  it('is durable when it commits and takes a lane', async () => {
    const { rows } = await database.admin.query('select * from handoff.sessions');
    const change = { ...rows[0], number: 0, expected: rows[0]?.version, at: 0 };
    const lane = { ...wanted, number: 0 };
    const values = [newcomer, JSON.stringify([change]), null, null, JSON.stringify([lane])];
    expect(await isDurable('select * from handoff.commit_and_lend($1, $2, $3, $4, $5)', ...values)).toBe(
      true,
    );
  });

  it('is durable when it takes lanes and begins attempts', async () => {
    await accept(store, systemClock, 'Hello');
    const lanes = JSON.stringify([{ ...wanted, number: 0 }]);
    expect(await isDurable('select * from handoff.take_lane_heads($1, $2)', newcomer, lanes)).toBe(true);
  });

  it('need not be when it only gives lanes back', async () => {
    const lanes = JSON.stringify([{ ...wanted, number: 0 }]);
    expect(await isDurable('select handoff.release_lanes($1, $2)', newcomer, lanes)).toBe(false);
  });
});
