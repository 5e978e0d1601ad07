import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import { conversationId, sessionId } from '../../../../../src/domain/ids.ts';
import {
  accept,
  ada,
  attempt,
  changed,
  ended,
  lane,
  leased,
  opened,
  opening,
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

let database: FreshDatabase;
let one: Store;
let other: Store;
beforeAll(async () => {
  database = await freshDatabase(await sharedServerUrl());
  // The server of the tests has just started.
  await startServerAt(0);
  const open = () => postgresStore({ ...quickly, url: database.url, clock: systemClock, log });
  [one, other] = [await open(), await open()];
});
beforeEach(async () => {
  await database.admin.query('delete from handoff.sessions');
  await openSession(one, clock);
});
afterAll(async () => {
  await Promise.all([one.close(), other.close()]);
  await database.drop();
});

/** As if the server had started then, in milliseconds since 1970. */
const startServerAt = (time: number) =>
  database.admin.query(`create or replace function handoff.server_started_at()
    returns double precision language sql stable as $$ select ${time}::double precision $$`);

/** As if all replicas had stood still until now. */
const silence = () => database.admin.query('update handoff.replicas set alive_until = 0');

describe('A replica whose heartbeat is late', () => {
  it('counts as alive from the moment in which it leases a lane', async () => {
    await accept(one, clock, 'one');
    await silence();
    await leased(one, lane(ada), 60_000);
    expect(await other.lease(lane(ada), 60_000)).toBeUndefined();
  });

  it('counts as alive from the moment in which it commits and leases with that', async () => {
    const stored = await theSession(one);
    await silence();
    const message = words(stored, 'one', clock.now());
    const commit = await one.commit({ ...changed(stored), messages: [message], leaseForMs: 60_000 });
    expect(commit).toMatchObject({ outcome: 'committed', leased: [{ lane: lane(ada) }] });
    expect(await other.lease(lane(ada), 60_000)).toBeUndefined();
  });

  it('holds no live chat for a session that has ended, however long its lease is', async () => {
    const bob = sessionId('session-bob');
    await other.commit(opening(clock, bob, conversationId('conversation-bob')));
    const content = { kind: 'say', messageId: 'm1', text: 'Wait', sender: 'Ada' } as const;
    const stored = await theSession(one);
    const id = `${ada}.${stored.version + 1}.0`;
    const said = { id, sessionId: ada, acceptedAt: clock.now(), direction: 'to-live-chat', content } as const;
    await one.commit({ ...changed(stored), messages: [said] });
    await one.begin(await leased(one, lane(ada, 'to-live-chat'), 60_000), id, 60_000);
    const end = changed(await theSession(one), ended(clock.now()));
    await one.commit({ ...end, deadLetterLanes: ['to-live-chat'] });
    const confirm = changed(await theSession(other, bob), opened(clock.now()));
    expect(await other.commit(confirm)).toEqual({ outcome: 'live-chat-taken' });
    // A replica that is there says so again by itself.
    const afterSilence = async () => {
      await silence();
      return other.commit(confirm);
    };
    await expect.poll(afterSilence).toEqual({ outcome: 'committed' });
  });
});

describe('After a start of the server a lane is leased still', () => {
  /** The server has started six seconds ago, and the lease is older than that. */
  const startServer = async () => {
    await database.admin.query('update handoff.lanes set leased_at = leased_at - 10000');
    await startServerAt(Date.now() - 6000);
  };
  afterEach(() => startServerAt(0));

  it('when an attempt has begun under its lease since', async () => {
    const id = await accept(one, clock, 'one');
    const lease = await leased(one, lane(ada), 60_000);
    await startServer();
    await one.begin(lease, id, 120_000);
    expect(await other.lease(lane(ada), 60_000)).toBeUndefined();
  });

  it('when a commit has leased it since', async () => {
    await accept(one, clock, 'one');
    await attempt(one, lane(ada), { as: 'delivered' });
    await startServer();
    const stored = await theSession(one);
    const message = words(stored, 'two', clock.now());
    const commit = await one.commit({ ...changed(stored), messages: [message], leaseForMs: 60_000 });
    expect(commit).toMatchObject({ leased: [{ lane: lane(ada) }] });
    expect(await other.lease(lane(ada), 60_000)).toBeUndefined();
  });
});

describe('A lane whose head is due in a moment', () => {
  it('is waited for, behind a dead letter too', async () => {
    await accept(one, clock, 'one');
    const id = await accept(one, clock, 'two');
    await attempt(one, lane(ada), { as: 'rejected', cause: 'invalid' });
    await attempt(one, lane(ada), { as: 'not-delivered', cause: '503', until: clock.now() + 200 });
    expect((await one.lease(lane(ada), 60_000))?.messages).toMatchObject([{ id }]);
  });
});

describe('A lane that is leased to begin', () => {
  it('begins with what waits behind a dead letter', async () => {
    await accept(one, clock, 'one');
    const id = await accept(one, clock, 'two');
    await attempt(one, lane(ada), { as: 'rejected', cause: 'invalid' });
    const lease = await one.lease(lane(ada), 60_000, 'to-begin');
    expect(lease).toMatchObject({ begun: { id: ada }, messages: [{ id, attempts: 0 }] });
  });
});
