import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sessionId } from '../../../../src/domain/ids.ts';
import { accept, ada, attempt, lane, openSession, type Store } from '../../../contracts/session-steps.ts';
import type { TestClock } from '../../../contracts/test-clock.ts';
import { freshDirectory, type Stored, storedIn } from './lowdb-directory.ts';

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function openMany(store: Store, clock: TestClock, count: number): Promise<void> {
  for (let start = 0; start < count; start += 500) {
    const batch = Array.from({ length: Math.min(500, count - start) }, (_, index) => start + index);
    await Promise.all(batch.map((index) => openSession(store, clock, sessionId(`s${index}`))));
  }
}

async function commitMs({ store, clock }: Stored, count: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const start = performance.now();
    await accept(store, clock, `${index}`, sessionId(`s${index % 10}`));
    times.push(performance.now() - start);
    await attempt(store, lane(sessionId(`s${index % 10}`)), { as: 'delivered' });
  }
  return times;
}

describe('a commit', () => {
  it('costs the same with 10 sessions and with 5,000', async () => {
    const few = await storedIn(await freshDirectory());
    const many = await storedIn(await freshDirectory());
    await openMany(few.store, few.clock, 10);
    await openMany(many.store, many.clock, 5000);
    const fewMs: number[] = [];
    const manyMs: number[] = [];
    for (let round = 0; round < 10; round++) {
      fewMs.push(...(await commitMs(few, 20)));
      manyMs.push(...(await commitMs(many, 20)));
    }
    // A file that is rewritten as a whole would cost several hundred times as much.
    expect(median(manyMs)).toBeLessThan(5 * median(fewMs) + 1);
  });

  it('writes no more at the end of a long session than at its beginning', async () => {
    const stored = await storedIn(await freshDirectory());
    const { store, clock, directory } = stored;
    await openSession(store, clock);
    const journal = join(directory, 'journal');
    const bytes = async () => (await stat(join(journal, (await readdir(journal))[0] ?? ''))).size;
    const grows = async () => {
      const before = await bytes();
      await accept(store, clock, 'Hello');
      const after = await bytes();
      await attempt(store, lane(ada), { as: 'delivered' });
      return after - before;
    };
    const first = await grows();
    for (let count = 0; count < 300; count++) await grows();
    expect(await grows()).toBeLessThan(first + 50);
  });
});
