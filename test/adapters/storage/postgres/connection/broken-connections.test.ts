import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import { StoreUnavailable } from '../../../../../src/application/ports/session-store.ts';
import { conversationId, liveChatId, sessionId } from '../../../../../src/domain/ids.ts';
import {
  accept,
  ada,
  agentSaid,
  changed,
  ended,
  lane,
  leased,
  opening,
  openSession,
  theSession,
  words,
} from '../../../../contracts/session-steps.ts';
import { testClock } from '../../../../contracts/test-clock.ts';
import { type BreakableWay, startBreakableWay } from '../../../../network/breakable-way.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';

type Store = Awaited<ReturnType<typeof postgresStore>>;

const clock = testClock(Date.now());
const log = { info: () => {}, warn: () => {}, error: () => {} };
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

const hello = async () => {
  const stored = await theSession(store);
  return {
    ...changed(stored, agentSaid('Hello', clock.now())),
    messages: [words(stored, 'Hello', clock.now())],
    inbound: { id: 'message:1', answer: 'accepted' },
  };
};

describe('A connection that is cut during a commit', () => {
  const repeated = { outcome: 'repeated', sessionId: ada, answer: 'accepted' };

  it.each(['asked', 'answered'] as const)('R6: costs nothing where a repeat is known (%s)', async (when) => {
    await openSession(store, clock);
    const change = await hello();
    const before = proxy.cuts();
    proxy.cutNext('commit-changes', when);
    expect(await store.commit(change)).toEqual({ outcome: 'committed' });
    expect(proxy.cuts()).toBe(before + 1);
    expect(await store.commit(change)).toEqual(repeated);
    expect((await theSession(store)).pending['to-customer']).toBe(1);
  });

  it('R6: leaves the caller in doubt when it happens again, and the repeat has one effect', async () => {
    await openSession(store, clock);
    const change = await hello();
    for (const when of ['answered', 'asked'] as const) proxy.cutNext('commit-changes', when);
    await expect(store.commit(change)).rejects.toThrow(StoreUnavailable);
    expect(await store.commit(change)).toEqual(repeated);
    expect((await theSession(store)).pending['to-customer']).toBe(1);
  });

  it('costs nothing when it is the server that ends the connection', async () => {
    await openSession(store, clock);
    const change = await hello();
    const patient = { ...limits, queryTimeoutMs: 10_000, url: database.url, clock: systemClock, log };
    const waitingStore = await postgresStore(patient);
    onTestFinished(() => waitingStore.close());
    const { admin } = database;
    await admin.query('begin');
    await admin.query('select from handoff.sessions for update');
    const committed = waitingStore.commit(change);
    const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await expect.poll(async () => (await admin.query(waiting)).rows.length).toBe(1);
    await admin.query(`select pg_terminate_backend(pid) from (${waiting}) waiting`);
    await admin.query('rollback');
    expect(await committed).toEqual({ outcome: 'committed' });
  });

  it('of a start opens the session that was asked for', async () => {
    const start = { ...opening(clock), inbound: { id: 'message:1', answer: 'requested' } };
    proxy.cutNext('commit-changes', 'answered');
    expect(await store.commit(start)).toEqual({ outcome: 'committed' });
    expect((await theSession(store)).version).toBe(1);
  });

  it('of a repeat says what the first one came to', async () => {
    const inbound = { id: 'message:1', answer: 'requested' };
    await store.commit({ ...opening(clock), inbound });
    proxy.cutNext('commit-changes', 'answered');
    const again = { ...opening(clock, sessionId('another')), inbound };
    expect(await store.commit(again)).toEqual({ outcome: 'repeated', sessionId: ada, answer: 'requested' });
  });

  it('is as little told when only something was asked', async () => {
    await openSession(store, clock);
    for (const when of ['asked', 'answered'] as const) {
      proxy.cutNext('sessions-of-ids', when);
      expect(await store.ofId(ada)).toBeDefined();
    }
  });

  it('does not make a message that was delivered go out again', async () => {
    for (const [name, when] of [
      ['settle-attempts', 'answered'],
      ['settle-attempts', 'asked'],
    ] as const) {
      await database.admin.query('delete from handoff.sessions');
      await openSession(store, clock);
      const id = await accept(store, clock, 'one');
      const lease = await leased(store, lane(ada), 5000);
      await store.begin(lease, id, 5000);
      proxy.cutNext(name, when);
      expect(await store.settle({ lease, id, settlement: { as: 'delivered' } })).toBe('released');
      expect((await theSession(store)).pending['to-customer']).toBe(0);
    }
  });
});

describe('A connection that breaks in the middle of a transaction', () => {
  it.each(['asked', 'answered'] as const)(
    'is told to the caller alone, and nothing is erased (%s)',
    async (when) => {
      await openSession(store, clock);
      const stored = await theSession(store);
      await store.commit(changed(stored, ended(clock.now())));
      proxy.cutNext('blank-messages', when);
      await expect(store.redactTextsOf(ada)).rejects.toThrow(StoreUnavailable);
      expect((await theSession(store)).session.customer).toEqual(stored.session.customer);
      expect(await store.redactTextsOf(ada)).toBe('erased');
    },
  );
});

describe('A lane that was leased, or not, when the connection broke', () => {
  const minute = 60_000;
  const leaseAgain = () => expect.poll(() => store.lease(lane(ada), minute), { timeout: 3000 });

  it('is free again at once', async () => {
    await openSession(store, clock);
    await accept(store, clock, 'one');
    proxy.cutNext('lease-lanes', 'answered');
    await expect(store.lease(lane(ada), minute)).rejects.toThrow(StoreUnavailable);
    await leaseAgain().toMatchObject({ messages: [{ attempts: 0 }] });
  });

  it.each(['asked', 'answered'] as const)(
    'with a commit is free as soon as that is certain, and what was committed waits (%s)',
    async (when) => {
      await openSession(store, clock);
      const change = await hello();
      proxy.cutNext('commit-changes', when);
      const committed = await store.commit({ ...change, leaseForMs: minute });
      const lease = committed.outcome === 'committed' && committed.leased?.[0];
      expect(lease || (await store.lease(lane(ada), minute))).toMatchObject({
        messages: [{ id: 'session-ada.3.Hello' }],
      });
    },
  );

  it('with a commit that is not repeated is free again at once', async () => {
    await openSession(store, clock);
    const { inbound, ...change } = await hello();
    proxy.cutNext('commit-changes', 'answered');
    await expect(store.commit({ ...change, leaseForMs: minute })).rejects.toThrow(StoreUnavailable);
    await leaseAgain().toMatchObject({ messages: [{ attempts: 1, unknownAttempts: 1 }] });
  });
});

describe('Ids that a column does not take as they are', () => {
  it.each([
    ['with a NUL', 'a\u0000b', 'a\\u0000b'],
    ['with half of a surrogate pair', 'a\ud800b', 'a\udbffb'],
    ['with quotes and backslashes', '"\\', '\\"'],
    ['very long', 'x'.repeat(20_000), `${'x'.repeat(19_999)}y`],
  ])('are kept apart and found again: %s', async (_, id, other) => {
    const chat = conversationId(id);
    const inbound = { id, answer: 'accepted' };
    const customer = { id, name: id };
    const { session, ...change } = opening(clock, sessionId('s'), chat);
    const withId = { ...session, customer, context: { [id]: id }, problem: id };
    expect(await store.commit({ ...change, session: withId, inbound })).toEqual({ outcome: 'committed' });
    const opened = {
      type: 'live-chat-opened',
      liveChatId: liveChatId(id),
      opening: { as: 'queued' },
      at: clock.now(),
    } as const;
    expect(await store.commit(changed(await theSession(store, sessionId('s')), opened))).toEqual({
      outcome: 'committed',
    });
    const stored = await store.ofConversation(chat);
    expect(stored?.session).toMatchObject({ conversationId: id, customer, problem: id, liveChatId: id });
    expect(await store.ofLiveChat(liveChatId(id))).toEqual(stored);
    expect(await store.ofCustomer(id)).toHaveLength(1);
    expect(await store.replyTo(chat, id)).toEqual({ sessionId: 's', answer: 'accepted' });
    expect(await store.ofConversation(conversationId(other))).toBeUndefined();
    expect(await store.ofLiveChat(liveChatId(other))).toBeUndefined();
    expect(await store.replyTo(chat, other)).toBeUndefined();
  });
});
