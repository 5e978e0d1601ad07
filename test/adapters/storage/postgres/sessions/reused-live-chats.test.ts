import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import type { Change } from '../../../../../src/application/ports/session-store.ts';
import { conversationId, sessionId } from '../../../../../src/domain/ids.ts';
import { changed, ended, opened, opening, theSession } from '../../../../contracts/session-steps.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';
import { quickly } from '../contract-store.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const clock = { ...systemClock, pass: () => {} };
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
  messages: [
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
});
