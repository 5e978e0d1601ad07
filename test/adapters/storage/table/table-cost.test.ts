import { beforeAll, describe, expect, it } from 'vitest';
import { countingStore } from '../../../../src/adapters/admin/metrics/counting-store.ts';
import { newMetrics } from '../../../../src/adapters/admin/metrics/metrics.ts';
import { inMemoryStore } from '../../../../src/adapters/storage/in-memory/in-memory-store.ts';
import { sessionId } from '../../../../src/domain/ids.ts';
import { accept, changed, ended, openSession, theSession, words } from '../../../contracts/session-steps.ts';
import { testClock } from '../../../contracts/test-clock.ts';

/** A store in which so many sessions have ended, each with so many words that were given up. */
async function storeWith({ sessions, letters }: { readonly sessions: number; readonly letters: number }) {
  const clock = testClock();
  const store = countingStore(inMemoryStore({ clock }), newMetrics(), clock);
  for (let number = 0; number < sessions; number++) {
    const id = sessionId(`before-${number}`);
    await openSession(store, clock, id);
    const stored = await theSession(store, id);
    const messages = Array.from({ length: letters }, (_, each) => words(stored, `${each}`, clock.now()));
    await store.commit({ ...changed(stored), messages });
    const end = changed(await theSession(store, id), ended(clock.now()));
    await store.commit({ ...end, deadLetterLanes: ['to-customer'] });
    clock.pass(1000);
  }
  return { store, clock };
}

type Filled = Awaited<ReturnType<typeof storeWith>>;

/** Milliseconds of the fastest of twenty tries, which nothing else on the machine has disturbed. */
async function fastestMs(task: (number: number) => Promise<unknown>, prepare = async (_: number) => {}) {
  let fastest = Number.POSITIVE_INFINITY;
  for (let number = 0; number < 20; number++) {
    await prepare(number);
    const start = performance.now();
    await task(number);
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}

const steps: readonly (readonly [string, (filled: Filled) => Promise<number>])[] = [
  [
    'an end with words that wait',
    ({ store, clock }) =>
      fastestMs(
        async (number) => {
          const end = changed(await theSession(store, sessionId(`now-${number}`)), ended(clock.now()));
          await store.commit({ ...end, deadLetterLanes: ['to-customer'] });
        },
        async (number) => {
          await openSession(store, clock, sessionId(`now-${number}`));
          await accept(store, clock, 'word', sessionId(`now-${number}`));
        },
      ),
  ],
  ['a list of the newest letters', ({ store }) => fastestMs(() => store.deadLetters(10))],
  ['a look at one letter', ({ store }) => fastestMs(() => store.deadLetter('before-1.2.1'))],
  ['a look at the figures', ({ store }) => fastestMs(() => store.metrics())],
  ['retention that finds nothing', ({ store }) => fastestMs(() => store.redactTexts(0, 100))],
];

describe('with 30,000 dead letters in 3,000 sessions', () => {
  let few: Filled;
  let many: Filled;
  beforeAll(async () => {
    few = await storeWith({ sessions: 2, letters: 5 });
    many = await storeWith({ sessions: 3000, letters: 10 });
  });

  it.each(steps)('%s costs as much as with ten', async (_, cost) => {
    // A look at each letter or session would take as many milliseconds as this allows tenths.
    expect(await cost(many)).toBeLessThan(5 * (await cost(few)) + 0.1);
  });
});
