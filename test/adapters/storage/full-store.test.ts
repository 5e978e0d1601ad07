import { describe, expect, it } from 'vitest';
import { inMemoryStore } from '../../../src/adapters/storage/in-memory/in-memory-store.ts';
import { sessionId } from '../../../src/domain/ids.ts';
import {
  agentSaid,
  attempt,
  changed,
  ended,
  lane,
  openSession,
  type Store,
  theSession,
  words,
} from '../../contracts/session-steps.ts';
import { type TestClock, testClock } from '../../contracts/test-clock.ts';
import { freshDirectory, storedIn } from './lowdb/lowdb-directory.ts';

const bytesAtMost = 10_000;
const one = sessionId('one');
const other = sessionId('other');
const long = 'x'.repeat(4000);

/** What becomes of an agent's words that can be refused. */
async function says(store: Store, clock: TestClock, id = one): Promise<string> {
  const stored = await theSession(store, id);
  const outgoing = [words(stored, long, clock.now())];
  const change = {
    ...changed(stored, agentSaid(long, clock.now())),
    messages: outgoing,
    refusable: true,
  } as const;
  return (await store.commit(change)).outcome;
}

const stores = {
  'in memory': async () => {
    const clock = testClock();
    return { store: inMemoryStore({ clock, bytesAtMost }), clock };
  },
  lowdb: async () => storedIn(await freshDirectory(), { bytesAtMost }),
};

describe.each(Object.entries(stores))('a store %s that holds as much as it can', (_, open) => {
  it('refuses words until some are delivered, whosever they are', async () => {
    const { store, clock } = await open();
    await openSession(store, clock, one);
    await openSession(store, clock, other);
    expect([await says(store, clock), await says(store, clock)]).toEqual(['committed', 'committed']);
    expect([await says(store, clock), await says(store, clock, other)]).toEqual(['full', 'full']);
    expect((await theSession(store, one)).pending['to-customer']).toBe(2);
    await attempt(store, lane(one), { as: 'delivered' });
    expect(await says(store, clock, other)).toBe('committed');
  });

  it('counts dead letters, until they are dropped or erased', async () => {
    const { store, clock } = await open();
    await openSession(store, clock, one);
    await openSession(store, clock, other);
    await says(store, clock);
    await says(store, clock);
    const end = changed(await theSession(store, one), ended(clock.now()));
    await store.commit({ ...end, deadLetterLanes: ['to-customer'] });
    expect(await says(store, clock, other)).toBe('full');
    await store.redactTexts(clock.now() + 1, 10);
    expect([await says(store, clock, other), await says(store, clock, other)]).toEqual([
      'committed',
      'committed',
    ]);
  });

  it('takes what cannot be refused, an end say', async () => {
    const { store, clock } = await open();
    await openSession(store, clock, one);
    await says(store, clock);
    await says(store, clock);
    expect(await says(store, clock)).toBe('full');
    const stored = await theSession(store, one);
    const change = { ...changed(stored), messages: [words(stored, long, clock.now())] };
    expect(await store.commit(change)).toMatchObject({ outcome: 'committed' });
  });
});

it('a lowdb store that is opened again knows what it holds', async () => {
  const stored = await storedIn(await freshDirectory(), { bytesAtMost });
  await openSession(stored.store, stored.clock, one);
  await says(stored.store, stored.clock);
  await says(stored.store, stored.clock);
  const again = await stored.reopen({ bytesAtMost });
  expect(await says(again.store, again.clock)).toBe('full');
});
