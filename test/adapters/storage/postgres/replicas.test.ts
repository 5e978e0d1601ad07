import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../src/adapters/system/clock.ts';
import type { Lane } from '../../../../src/application/ports/outbox.ts';
import { sessionId } from '../../../../src/domain/ids.ts';
import {
  accept,
  ada,
  adasLiveChat,
  lane,
  leased,
  openSession,
  theSession,
} from '../../../contracts/session-steps.ts';
import { type FreshDatabase, freshDatabase } from '../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../postgres/shared-server.ts';
import { quickly } from './contract-store.ts';

type Store = Awaited<ReturnType<typeof postgresStore>>;

const log = { info: () => {}, warn: () => {}, error: () => {} };
let database: FreshDatabase;
let one: Store;
let other: Store;
const open = () => postgresStore({ ...quickly, url: database.url, clock: systemClock, log });

beforeAll(async () => {
  database = await freshDatabase(await sharedServerUrl());
  // The server of the tests has just started.
  await startServerAt(0);
});
beforeEach(async () => {
  await database.admin.query('delete from handoff.sessions; delete from handoff.replicas');
  [one, other] = [await open(), await open()];
});
afterEach(() => Promise.all([one.close(), other.close()]));
afterAll(() => database.drop());

const clock = { ...systemClock, pass: () => {} };
/** As if the server had started then, in milliseconds since 1970. */
const startServerAt = (time: number) =>
  database.admin.query(`create or replace function handoff.server_started_at()
    returns double precision language sql stable as $$ select ${time}::double precision $$`);
/** As it looks to the others when a replica has stood still for so long. */
const silence = () => database.admin.query('update handoff.replicas set alive_until = 0');

describe('Two replicas', () => {
  it('lease a lane to one of them', async () => {
    await openSession(one, clock);
    for (let round = 0; round < 30; round++) {
      const id = await accept(one, clock, `${round}`);
      const answers = await Promise.all([one, other].map((store) => store.lease(lane(ada), 60_000)));
      const leases = answers.filter((lease) => lease !== undefined);
      expect(leases).toHaveLength(1);
      const holder = answers[0] ? one : other;
      const [lease] = leases;
      if (!lease) return;
      await holder.settle({ lease, id, settlement: { as: 'delivered' } });
      await holder.release(lease);
    }
  });

  it('R17: take a lane over from one that stands still, whose lease then settles nothing', async () => {
    await openSession(one, clock);
    const id = await accept(one, clock, 'one');
    const stale = await leased(one, lane(ada), 60_000);
    await one.begin(stale, id, 60_000);
    expect(await other.lease(lane(ada), 60_000)).toBeUndefined();
    expect(await other.dueLanes(10)).toEqual([]);
    await silence();
    expect(await other.dueLanes(10)).toEqual([lane(ada)]);
    const lease = await leased(other, lane(ada), 60_000);
    expect(lease.messages[0]).toMatchObject({ attempts: 1, unknownAttempts: 1 });
    const settled = { lease: stale, id, settlement: { as: 'delivered' } } as const;
    expect(await one.settle(settled)).toBe('lost');
    expect(await one.begin(stale, id, 60_000)).toBe('gone');
    const change = { ...(await theSession(one)), expectedVersion: (await theSession(one)).version };
    const commit = { ...change, events: [], messages: [], deadLetterLanes: [], settled };
    expect(await one.commit(commit)).toEqual({ outcome: 'lease-lost' });
    expect((await theSession(one)).pending['to-customer']).toBe(1);
    expect(await other.settle({ ...settled, lease })).toBe('released');
  });

  it('leave a lane to the one that is heard of, however long its attempt takes', async () => {
    await openSession(one, clock);
    await accept(one, clock, 'one');
    await leased(one, lane(ada), 60_000);
    // Said again by itself.
    await silence();
    await sleep(2200);
    expect(await other.lease(lane(ada), 60_000)).toBeUndefined();
  });

  it('give back what they hold when they stop', async () => {
    await openSession(one, clock);
    await accept(one, clock, 'one');
    await leased(one, lane(ada), 60_000);
    await one.close();
    expect(await other.lease(lane(ada), 60_000)).toBeDefined();
    one = await open();
  });

  it('find a lane free whose lease is from before the last start of the server, after some seconds', async () => {
    await openSession(one, clock);
    await accept(one, clock, 'one');
    await leased(one, lane(ada), 60_000);
    await startServerAt(Date.now() - 6000);
    expect(await other.lease(lane(ada), 60_000)).toBeUndefined();
    await database.admin.query('update handoff.lanes set leased_at = leased_at - 10000');
    await database.admin.query('update handoff.replicas set alive_since = 0');
    expect(await other.dueLanes(10)).toEqual([lane(ada)]);
    expect(await other.lease(lane(ada), 60_000)).toBeDefined();
    await startServerAt(0);
  });

  it('give every replica some seconds after the server has started', async () => {
    await openSession(one, clock);
    await accept(one, clock, 'one');
    await leased(one, lane(ada), 60_000);
    await silence();
    await startServerAt(Date.now());
    expect(await other.lease(lane(ada), 60_000)).toBeUndefined();
    await startServerAt(0);
    expect(await other.lease(lane(ada), 60_000)).toBeDefined();
  });
});

describe('A replica hears', () => {
  const heardBy = (store: Store) => {
    const heard: Lane[] = [];
    store.onLaneFilled((each) => void heard.push(each));
    return heard;
  };

  it('of a lane that another one filled and does not deliver', async () => {
    const [own, others] = [heardBy(one), heardBy(other)];
    await openSession(one, clock);
    await accept(one, clock, 'one');
    await expect.poll(() => others, { timeout: 8000 }).toEqual([lane(ada)]);
    expect(own).toEqual([]);
  });

  it('nothing of a lane that its replica delivers at once', async () => {
    const others = heardBy(other);
    await openSession(one, clock);
    await accept(one, clock, 'one');
    await leased(one, lane(ada));
    await sleep(400);
    expect(others).toEqual([]);
  });

  it('at once of what is left by one that stops', async () => {
    const others = heardBy(other);
    await openSession(one, clock);
    await accept(one, clock, 'one');
    await one.close();
    await expect.poll(() => others, { timeout: 8000 }).toEqual([lane(ada)]);
    one = await open();
  });

  it('again after its connection was cut', async () => {
    const others = heardBy(other);
    await database.admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await sleep(1500);
    await openSession(one, clock);
    await accept(one, clock, 'one');
    await expect.poll(() => others, { timeout: 3000 }).toEqual([lane(ada)]);
  });

  it('nothing that is not an announcement', async () => {
    const others = heardBy(other);
    for (const payload of [
      '',
      'x',
      '{}',
      '{"from":1,"lanes":[]}',
      '{"from":"x","lanes":[{"sessionId":"s"}]}',
    ]) {
      await database.admin.query('select pg_notify($1, $2)', ['handoff_lanes', payload]);
    }
    await sleep(200);
    expect(others).toEqual([]);
  });
});

describe('A feed', () => {
  const adas = { sessionId: ada, liveChatId: adasLiveChat };

  it('is claimed by one of two replicas, however they race', async () => {
    for (let round = 0; round < 20; round++) {
      await database.admin.query('delete from handoff.sessions');
      await openSession(one, clock);
      const claimed = await Promise.all([one.claimFeeds(10), other.claimFeeds(10)]);
      expect(claimed.flat()).toEqual([adas]);
    }
  });

  it('R17: is taken over from a replica that stands still, which no longer holds it', async () => {
    await openSession(one, clock);
    expect(await one.claimFeeds(10)).toEqual([adas]);
    expect(await other.claimFeeds(10)).toEqual([]);
    await silence();
    await other.lease(lane(ada), 1000);
    expect(await other.claimFeeds(10)).toEqual([adas]);
    expect(await one.heldFeeds()).toEqual([]);
    await one.releaseFeeds([ada]);
    expect(await other.heldFeeds()).toEqual([ada]);
  });

  it('R29: is taken over from a replica that offers it, with how long it has not been heard, and once', async () => {
    await openSession(one, clock);
    await openSession(one, clock, sessionId('session-bob'));
    await one.claimFeeds(10);
    const offer = { unheardSince: 1_700_000_000_000.5, timesOffered: 3 };
    await one.offerFeeds([{ sessionId: ada, ...offer }]);
    expect(await one.claimFeeds(10)).toEqual([]);
    const claimed = await Promise.all([other.claimFeeds(10), other.claimFeeds(10)]);
    expect(claimed.flat()).toEqual([{ ...adas, ...offer }]);
    expect(await one.heldFeeds()).toEqual([sessionId('session-bob')]);
    // What is not one's own any more is not to be offered.
    await one.offerFeeds([{ sessionId: ada, ...offer }]);
    expect(await one.claimFeeds(10)).toEqual([]);
    expect(await other.claimFeeds(10)).toEqual([]);
  });

  it('is not to be had any more when its replica hears it again', async () => {
    await openSession(one, clock);
    await one.claimFeeds(10);
    await one.offerFeeds([{ sessionId: ada, unheardSince: clock.now(), timesOffered: 1 }]);
    await one.offerFeeds([]);
    expect(await other.claimFeeds(10)).toEqual([]);
    expect(await one.heldFeeds()).toEqual([ada]);
  });

  it('R18: can be had at once when its replica has stopped in order', async () => {
    await openSession(one, clock);
    await one.claimFeeds(10);
    await one.close();
    expect(await other.claimFeeds(10)).toEqual([adas]);
    one = await open();
  });
});
