import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import {
  accept,
  ada,
  adasLiveChat,
  attempt,
  lane,
  openSession,
} from '../../../../contracts/session-steps.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';
import { quickly } from '../contract-store.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const clock = { ...systemClock, pass: () => {} };
let database: FreshDatabase;
let replicas: readonly [Store, Store];
type Store = Awaited<ReturnType<typeof postgresStore>>;
const open = () => postgresStore({ ...quickly, url: database.url, clock: systemClock, log });

beforeAll(async () => {
  database = await freshDatabase(await sharedServerUrl());
  replicas = [await open(), await open()];
});
afterAll(async () => {
  await Promise.all(replicas.map((store) => store.close()));
  await database.drop();
});

describe('A timeline in PostgreSQL', () => {
  it('is the same from every replica, whichever has settled a message', async () => {
    const [one, other] = replicas;
    await openSession(one, clock);
    const id = await accept(one, clock, 'words');
    await attempt(other, lane(ada), { as: 'rejected', cause: '403' });
    const [seenByOne, seenByOther] = [await one.timelineOf(ada), await other.timelineOf(ada)];
    expect(seenByOne).toEqual(seenByOther);
    expect(seenByOne?.messages.at(-1)).toMatchObject({ id, state: 'dead-letter', cause: '403' });
    expect((await other.findSessions(adasLiveChat, 1)).map((session) => session.id)).toEqual([ada]);
    expect((await one.oldestPending(10)).map(({ id }) => id)).toEqual([]);
  });

  it('takes no row for each message', async () => {
    const [one] = replicas;
    for (let number = 0; number < 12; number++) {
      await accept(one, clock, `${number}`);
      await attempt(one, lane(ada), { as: 'delivered' });
    }
    const { rows } = await database.admin.query('select count(*)::integer as count from handoff.timelines');
    expect(rows[0].count).toBeLessThan(8);
    expect((await one.timelineOf(ada))?.messages).toHaveLength(14);
  });
});
