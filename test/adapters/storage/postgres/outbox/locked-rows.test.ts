import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import { sessionId } from '../../../../../src/domain/ids.ts';
import {
  accept,
  attempt,
  changed,
  lane,
  leased,
  openSession,
  theSession,
  words,
} from '../../../../contracts/session-steps.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';
import { quickly } from '../contract-store.ts';

type Store = Awaited<ReturnType<typeof postgresStore>>;

const log = { info: () => {}, warn: () => {}, error: () => {} };
const clock = { ...systemClock, pass: () => {} };
const ids = Array.from({ length: 8 }, (_, number) => sessionId(`session-${number}`));
const [locked = sessionId(''), ...others] = ids;

let database: FreshDatabase;
let store: Store;

beforeAll(async () => {
  database = await freshDatabase(await sharedServerUrl());
  store = await postgresStore({ ...quickly, url: database.url, clock: systemClock, log });
  for (const id of ids) await openSession(store, clock, id);
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** Another session, an operator's say, has a row locked while the task runs. */
async function whileLocked(rows: string, task: () => Promise<void>): Promise<void> {
  await database.admin.query('begin');
  await database.admin.query(`select from handoff.${rows} for update`);
  try {
    await task();
  } finally {
    await database.admin.query('rollback');
  }
}

/** How many statements of the store wait for a lock. */
async function waitingForLocks(): Promise<number> {
  const { rowCount } = await database.admin.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rowCount ?? 0;
}

function pending(asked: unknown): { readonly isOver: () => boolean } {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  Promise.resolve(asked).then(over, over);
  return { isOver: () => isOver };
}

describe('A row that another transaction keeps locked', () => {
  it('holds up the commits of its session alone', async () => {
    let late: Promise<string> | undefined;
    await whileLocked(`sessions where id = '${locked}'`, async () => {
      const all = ids.map((id) => accept(store, clock, 'one', id));
      [late] = all;
      const first = pending(all[0]);
      await Promise.all(all.slice(1));
      await expect.poll(waitingForLocks).toBe(1);
      expect(first.isOver()).toBe(false);
    });
    await late;
    expect((await theSession(store, locked)).pending['to-customer']).toBe(1);
  });

  it('keeps a commit from leasing its lane, and from nothing else', async () => {
    await attempt(store, lane(locked), { as: 'delivered' });
    await whileLocked(`lanes where session_id = '${locked}'`, async () => {
      const stored = await theSession(store, locked);
      const messages = [words(stored, 'later', clock.now())];
      const commit = await store.commit({ ...changed(stored), messages, leaseForMs: 60_000 });
      expect(commit).toEqual({ outcome: 'committed' });
    });
    expect((await leased(store, lane(locked), 0)).messages).toHaveLength(1);
    await attempt(store, lane(locked), { as: 'delivered' });
    await accept(store, clock, 'one', locked);
  });

  it('keeps a dead letter from its session until it is known whether that has ended', async () => {
    const [id = ''] = [await accept(store, clock, 'dead', locked)];
    await attempt(store, lane(locked), { as: 'delivered' });
    await attempt(store, lane(locked), { as: 'rejected', cause: 'invalid' });
    await database.admin.query('begin');
    await database.admin.query(
      `update handoff.sessions set status = 'ended', ended_at = 0 where id = '${locked}'`,
    );
    const replay = store.replay(id);
    await expect.poll(waitingForLocks).toBe(1);
    await database.admin.query('commit');
    expect(await replay).toEqual({ outcome: 'session-ended' });
    await database.admin.query(
      `update handoff.sessions set status = 'active', ended_at = null where id = '${locked}'`,
    );
    await accept(store, clock, 'one', locked);
  });

  it('holds up the lease, the attempt and the outcome of its lane alone', async () => {
    const leases = await Promise.all(ids.map((id) => leased(store, lane(id), 60_000)));
    const delivered = leases.map((lease) => ({
      lease,
      id: lease.messages[0]?.id ?? '',
      settlement: { as: 'delivered' } as const,
    }));
    let lateBegin: ReturnType<Store['begin']> | undefined;
    await whileLocked(`lanes where session_id = '${locked}'`, async () => {
      const all = delivered.map(({ lease, id }) => store.begin(lease, id, 60_000));
      [lateBegin] = all;
      await Promise.all(all.slice(1));
      await expect.poll(waitingForLocks).toBe(1);
    });
    expect(await lateBegin).toMatchObject({ id: locked });

    let late: ReturnType<Store['settle']> | undefined;
    await whileLocked(`lanes where session_id = '${locked}'`, async () => {
      const all = delivered.map((each) => store.settle(each));
      [late] = all;
      const first = pending(all[0]);
      expect(await Promise.all(all.slice(1))).toEqual(others.map(() => 'released'));
      await expect.poll(waitingForLocks).toBe(1);
      expect(first.isOver()).toBe(false);
    });
    expect(await late).toBe('released');

    for (const id of ids) await accept(store, clock, 'two', id);
    let lateLease: ReturnType<Store['lease']> | undefined;
    await whileLocked(`lanes where session_id = '${locked}'`, async () => {
      const all = ids.map((id) => store.lease(lane(id), 60_000, 'to-begin'));
      [lateLease] = all;
      const first = pending(all[0]);
      for (const lease of await Promise.all(all.slice(1))) expect(lease?.messages).toHaveLength(1);
      await expect.poll(waitingForLocks).toBe(1);
      expect(first.isOver()).toBe(false);
    });
    expect((await lateLease)?.messages).toHaveLength(1);
  });
});
