import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import { handOver } from '../../../../../src/application/delivery/attempt-delivery.ts';
import { createSignals } from '../../../../../src/application/delivery/commit-notifier.ts';
import type { Change } from '../../../../../src/application/ports/session-store.ts';
import { conversationId, sessionId } from '../../../../../src/domain/ids.ts';
import { desk } from '../../../../application/world/fakes/desk.ts';
import { teams } from '../../../../application/world/fakes/teams.ts';
import { virtualClock } from '../../../../application/world/fakes/virtual-clock.ts';
import {
  ada,
  changed,
  ended,
  lane,
  lent,
  opened,
  opening,
  openSession,
  theSession,
} from '../../../../contracts/session-steps.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';
import { quickly } from '../contract-store.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const clock = { ...systemClock, pass: () => {} };
const bob = sessionId('bob');
let database: FreshDatabase;
let stores: Awaited<ReturnType<typeof postgresStore>>[];

beforeAll(async () => {
  database = await freshDatabase(await sharedServerUrl());
});
beforeEach(async () => {
  await database.admin.query('delete from handoff.sessions; delete from handoff.replicas');
  const open = () => postgresStore({ ...quickly, url: database.url, clock: systemClock, log });
  stores = await Promise.all([open(), open()]);
});
afterEach(() => Promise.all(stores.map((store) => store.close())));
afterAll(() => database.drop());

/** An end that waits for the live chat of a session that has just ended. */
const endOf = (change: Change): Change => ({
  ...change,
  outgoing: [
    {
      id: `${change.session.id}.end`,
      sessionId: change.session.id,
      acceptedAt: clock.now(),
      direction: 'to-live-chat',
      content: { kind: 'end', reason: 'customer' },
    },
  ],
});

describe('R27: A live chat id on PostgreSQL', () => {
  it('goes to one of two sessions that learn it on two replicas at once, though one has ended', async () => {
    const [one, other] = stores;
    if (!one || !other) throw new Error('two replicas are needed');
    for (let round = 0; round < 20; round++) {
      const [late, open] = [sessionId(`late-${round}`), sessionId(`open-${round}`)];
      await one.commit(opening(clock, late, conversationId(`late-${round}`)));
      await one.commit(endOf(changed(await theSession(one, late), ended(clock.now()))));
      await other.commit(opening(clock, open, conversationId(`open-${round}`)));
      const id = opened(clock.now(), `chat-${round}` as Parameters<typeof opened>[1]);
      const changes = [changed(await theSession(one, late), id), changed(await theSession(other, open), id)];
      const outcomes = await Promise.all(changes.map((change, place) => stores[place]?.commit(change)));
      expect(outcomes.map((outcome) => outcome?.outcome).toSorted()).toEqual([
        'committed',
        'live-chat-taken',
      ]);
    }
  });

  it('is not spoken to for an ended session when the version before gave it to another one as well', async () => {
    const [store] = stores;
    if (!store) throw new Error('a store is needed');
    await openSession(store, clock);
    await store.commit(endOf(changed(await theSession(store), ended(clock.now()))));
    await store.commit(opening(clock, bob, conversationId('conversation-bob')));
    await database.admin.query('alter table handoff.sessions disable trigger sessions_hold_live_chats');
    const crossed = await store.commit(changed(await theSession(store, bob), opened(clock.now())));
    await database.admin.query('alter table handoff.sessions enable trigger sessions_hold_live_chats');
    expect(crossed).toEqual({ outcome: 'committed' });
    const virtual = virtualClock();
    const parties = {
      liveChat: desk(virtual, []).liveChat,
      customerChannel: teams(virtual, []).channel,
      clock: systemClock,
      signals: createSignals(systemClock),
      store,
    };
    const { session } = await theSession(store);
    const { waiting } = await lent(store, lane(ada, 'to-live-chat'));
    const [end] = waiting;
    if (!end) throw new Error('nothing waits');
    expect(await handOver(parties, end, session)).toEqual({ outcome: 'pointless' });
    const say = { kind: 'say', messageId: 'm1', text: 'For Dana', sender: 'Ada' } as const;
    const words = { ...end, direction: 'to-live-chat', content: say } as const;
    expect(await handOver(parties, words, session)).toEqual({ outcome: 'rejected', cause: 'ended' });
  });
});
