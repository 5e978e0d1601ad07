import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import { byId } from '../../../../../src/application/by-id.ts';
import { changeSession } from '../../../../../src/application/changes/change-session.ts';
import { commitNotifier } from '../../../../../src/application/delivery/dispatcher/commit-notifier.ts';
import { failedAttempts } from '../../../../../src/application/delivery/failed-attempts.ts';
import { settleDelivery } from '../../../../../src/application/delivery/settle-delivery.ts';
import { defaultSentences } from '../../../../../src/application/sentences.ts';
import { desk } from '../../../../application/world/fakes/desk.ts';
import type { History } from '../../../../application/world/fakes/history.ts';
import { teams } from '../../../../application/world/fakes/teams.ts';
import { virtualClock } from '../../../../application/world/fakes/virtual-clock.ts';
import {
  accept,
  ada,
  changed,
  lane,
  leased,
  openSession,
  theSession,
  words,
} from '../../../../contracts/session-steps.ts';
import { type BreakableWay, startBreakableWay } from '../../../../network/breakable-way.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';

type Store = Awaited<ReturnType<typeof postgresStore>>;
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const limits = { poolSize: 3, connectTimeoutMs: 700, queryTimeoutMs: 300 };
const minute = 60_000;

let database: FreshDatabase;
let proxy: BreakableWay;
let store: Store;
beforeAll(async () => {
  database = await freshDatabase(await sharedServerUrl());
  proxy = await startBreakableWay(Number(new URL(database.url).port || 5432));
  store = await postgresStore({ ...limits, url: proxy.urlOf(database.url), clock: systemClock, log: silent });
});
beforeEach(() => database.admin.query('delete from handoff.sessions'));
afterAll(async () => {
  await store.close();
  await proxy.stop();
  await database.drop();
});

describe('A lane that is given back while the database is away', () => {
  it('is free again when the database is back', async () => {
    await openSession(store, systemClock);
    await accept(store, systemClock, 'one');
    const lease = await leased(store, lane(ada), minute);
    proxy.down();
    const released = Promise.allSettled([store.release(lease)]);
    setTimeout(() => proxy.up(), 600);
    await released;
    await expect.poll(() => store.lease(lane(ada), minute), { timeout: 8000 }).toBeDefined();
  });
});

describe('The outcome of an attempt that is told twice, since its first answer was lost', () => {
  it('is told to the customer once', async () => {
    await openSession(store, systemClock);
    for (const text of ['one', 'two']) {
      const stored = await theSession(store);
      const content = { kind: 'say', messageId: text, text, sender: 'Ada' } as const;
      const word = { ...words(stored, text, systemClock.now()), direction: 'to-live-chat', content } as const;
      await store.commit({ ...changed(stored), messages: [word] });
    }
    const lease = await leased(store, lane(ada, 'to-live-chat'), minute);
    const [message] = lease.messages;
    if (!message) throw new Error('nothing waits');
    const session = await store.begin(lease, message.id, minute);
    if (session === 'gone') throw new Error('it cannot begin');
    const { bridge, ports } = parts();
    proxy.cutNext('commit-changes', 'answered');
    const result = { outcome: 'rejected', cause: 'invalid' } as const;
    const peer = { role: 'channel', id: session.channel } as const;
    expect(
      await settleDelivery({ ...ports, change: bridge }, { lease, message, session, peer, result }),
    ).toBe('go-on');
    expect(proxy.cuts()).toBe(1);
    expect((await theSession(store)).pending).toEqual({ 'to-live-chat': 1, 'to-customer': 1 });
    expect(await store.deadLetters(10)).toMatchObject([{ id: message.id, cause: 'invalid' }]);
  });
});

function parts() {
  const ids = { newSessionId: () => ada, random: () => 0.5 };
  const settings = {
    turnBudgetMs: 10_000,
    idleMs: 60 * minute,
    maxAgeMs: 24 * 60 * minute,
    laneLimit: 1000,
    laneBytes: 4 * 1024 * 1024,
    sentences: defaultSentences,
  };
  const failed = failedAttempts(systemClock, () => undefined);
  const history: History = [];
  const clock = virtualClock();
  const { liveChat } = desk(clock, history);
  const ports = { store, outbox: store, clock: systemClock, ids, settings, failed, liveChat };
  const channels = byId([teams(clock, history).channel]);
  const notifier = commitNotifier(systemClock);
  return { ports, bridge: changeSession({ ...ports, channels, notifier, log: silent }) };
}
