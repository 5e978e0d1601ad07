import fc from 'fast-check';
import { expect, it } from 'vitest';
import { StoreUnavailable } from '../../../../../src/application/ports/session-store.ts';
import { sessionId } from '../../../../../src/domain/ids.ts';
import { accept, attempt, lane, openSession } from '../../../../contracts/session-steps.ts';
import { freshDirectory, type Stored, storedIn } from '../lowdb-directory.ts';
import { failingDisk } from './failing-disk.ts';

type Step =
  | { readonly do: 'accept'; readonly texts: number }
  | { readonly do: 'deliver' | 'fold' | 'mend' }
  | { readonly do: 'break'; readonly what: 'create' | 'append' | 'sync' };

const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('accept' as const), texts: fc.integer({ min: 1, max: 3 }) }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('deliver' as const, 'fold' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('mend' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('break' as const),
        what: fc.constantFrom('create' as const, 'append' as const, 'sync' as const),
      }),
    },
  ),
  { maxLength: 20 },
);

const ids = ['one', 'two', 'three'].map(sessionId);

it('whenever the disk fails and recovers, a store holds what it acknowledged and nothing that it refused', () =>
  fc.assert(
    fc.asyncProperty(steps, fc.constantFrom(0, 500), async (sequence: readonly Step[], manySessions) => {
      const disk = failingDisk();
      const stored = await storedIn(await freshDirectory(), { createFile: disk.create, manySessions });
      const waiting = new Map<string, readonly string[]>(ids.map((id) => [id, []]));
      for (const id of ids) await openSession(stored.store, stored.clock, id);
      for (const [index, step] of sequence.entries()) {
        await take(step, { disk, stored, waiting }, `${index}`);
        expect(await heldBy(stored)).toEqual(waiting);
      }
      disk.mend();
      await acceptMany(stored, waiting, { name: 'last', sessions: 1 });
      expect(await heldBy(await stored.reopenAsKilled())).toEqual(waiting);
      expect(await heldBy(await stored.reopen())).toEqual(waiting);
    }),
    { numRuns: 45 },
  ));

interface Failing {
  readonly disk: ReturnType<typeof failingDisk>;
  readonly stored: Stored;
  readonly waiting: Map<string, readonly string[]>;
}

async function take(step: Step, { disk, stored, waiting }: Failing, name: string): Promise<void> {
  switch (step.do) {
    case 'break':
      return disk.fail(step.what);
    case 'mend':
      return disk.mend();
    case 'fold':
      return stored.clock.pass(30_000);
    case 'accept':
      return acceptMany(stored, waiting, { name, sessions: step.texts });
    case 'deliver':
      return deliverHeads(stored, waiting);
  }
}

/** Several sessions at once, so that they share a write; each knows its fate by its answer. */
async function acceptMany(
  { store, clock }: Stored,
  waiting: Map<string, readonly string[]>,
  { name, sessions }: { readonly name: string; readonly sessions: number },
): Promise<void> {
  await Promise.all(
    ids.slice(0, sessions).map(async (id) => {
      try {
        const accepted = await accept(store, clock, name, id);
        waiting.set(id, [...(waiting.get(id) ?? []), accepted]);
      } catch (error) {
        expect(error).toBeInstanceOf(StoreUnavailable);
      }
    }),
  );
}

async function deliverHeads({ store }: Stored, waiting: Map<string, readonly string[]>): Promise<void> {
  for (const id of ids) {
    const [head, ...rest] = waiting.get(id) ?? [];
    if (head === undefined) continue;
    try {
      await attempt(store, lane(id), { as: 'delivered' });
      waiting.set(id, rest);
    } catch (error) {
      expect(error).toBeInstanceOf(StoreUnavailable);
    }
  }
}

async function heldBy({ store, clock }: Stored): Promise<ReadonlyMap<string, readonly string[]>> {
  clock.pass(2000);
  const held = new Map<string, readonly string[]>();
  for (const id of ids) {
    const lease = await store.lease(lane(id), 1000);
    held.set(id, lease?.messages.map((item) => item.id) ?? []);
    if (lease) await store.release(lease);
  }
  return held;
}
