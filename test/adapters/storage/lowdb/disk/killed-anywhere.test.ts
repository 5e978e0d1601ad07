import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pendingTexts } from '../../../../contracts/session-steps.ts';
import { freshDirectory, storedIn } from '../lowdb-directory.ts';
import { writeLeft } from './as-killed.ts';
import { type Holding, type Moment, momentsOf, type Step, steps } from './killed-moments.ts';

const numRuns = Number(process.env.KILLED_ANYWHERE_RUNS ?? 6);

it(
  'wherever a process is killed or its machine loses power, the next one finds what was acknowledged',
  {
    timeout: 60_000 + numRuns * 5000,
  },
  () =>
    fc.assert(
      fc.asyncProperty(steps, fc.constantFrom(0, 500), async (sequence: readonly Step[], manySessions) => {
        for (const moment of await momentsOf(sequence, manySessions)) await expectToBeFound(moment);
      }),
      { numRuns },
    ),
);

async function expectToBeFound({ left, mayHold, delivered }: Moment): Promise<void> {
  const directory = await freshDirectory();
  writeLeft(left, directory);
  const { store, logged } = await storedIn(directory);
  expect(logged.filter(({ event }) => event !== 'unfinished-journal-line-cut')).toEqual([]);
  for (const [id, holdings] of mayHold) {
    const found = (await store.ofId(id)) ? await pendingTexts(store, id) : 'forgotten';
    expect(withReturned(holdings, delivered.get(id) ?? [])).toContainEqual(found);
  }
  await store.close();
}

/** The same, and with one or more of the last delivered texts before them. */
const withReturned = (holdings: readonly Holding[], delivered: readonly string[]): readonly Holding[] =>
  holdings.flatMap((holding): readonly Holding[] =>
    holding === 'forgotten'
      ? [holding]
      : [holding, ...delivered.map((_, from) => [...delivered.slice(from), ...holding])],
  );
