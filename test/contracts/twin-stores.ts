import { expect } from 'vitest';
import { inMemoryStore } from '../../src/adapters/storage/in-memory/in-memory-store.ts';
import type {
  DeadLetter,
  Direction,
  Lane,
  Lease,
  Settlement,
  Waiting,
} from '../../src/application/ports/outbox.ts';
import type { Change, CommitOutcome } from '../../src/application/ports/session-store.ts';
import { lane, type Store } from './session-steps.ts';
import type { TestClock } from './test-clock.ts';

/** A store, and one in memory to which the same is done. */
export interface Twins {
  readonly mine: Store;
  /** Asks both; their answers have to look alike. Gives that of the one in memory. */
  agree<Answer>(ask: (twin: Twin) => Promise<Answer>, look?: (answer: Answer) => unknown): Promise<Answer>;
  commit(change: (twin: Twin) => Promise<Change>): Promise<CommitOutcome['outcome']>;
  lease(of: Lane, begins: boolean): Promise<void>;
  /** One of the newest leases; absent when there is none. */
  pair(number: number): Pair | undefined;
  /** Tokens of leases of the one in memory whose lanes became empty, and were given back. */
  readonly emptied: Set<string>;
}

export interface Twin {
  readonly store: Store;
  /** This one's lease of a pair. */
  of(pair: Pair): Lease;
}

/** The same lease from both. */
export interface Pair {
  readonly mine: Lease;
  readonly theirs: Lease;
}

export const leaseMs = 2000;

export function twinStores(theirs: Store, clock: TestClock): Twins {
  const mine = inMemoryStore({ clock });
  const twins: readonly [Twin, Twin] = [
    { store: mine, of: (pair) => pair.mine },
    { store: theirs, of: (pair) => pair.theirs },
  ];
  const leases: Pair[] = [];
  const emptied = new Set<string>();

  async function both<Answer>(ask: (twin: Twin) => Promise<Answer>): Promise<readonly [Answer, Answer]> {
    return [await ask(twins[0]), await ask(twins[1])];
  }
  async function agree<Answer>(
    ask: (twin: Twin) => Promise<Answer>,
    look: (answer: Answer) => unknown = (answer) => answer,
  ): Promise<Answer> {
    const [here, there] = await both(ask);
    expect(look(there)).toEqual(look(here));
    return here;
  }
  async function take(pair: Pair, begins: boolean): Promise<void> {
    leases.push(pair);
    const first = pair.mine.waiting[0]?.id ?? '';
    if (begins) await agree(({ store, of }) => store.begin(of(pair), first, leaseMs));
  }

  return {
    mine,
    agree,
    emptied,
    pair: (number) => leases.at(-1 - (number % Math.max(1, leases.length))),
    async commit(change) {
      const [here, there] = await both(async (twin) => {
        const asked = await change(twin);
        return { asked, committed: await twin.store.commit(asked) };
      });
      expect(looksOf(there.committed)).toEqual(looksOf(here.committed));
      if (here.committed.outcome !== 'committed' || there.committed.outcome !== 'committed') {
        return here.committed.outcome;
      }
      const { settled, abandon } = there.asked;
      if (here.committed.released && here.asked.settled) emptied.add(here.asked.settled.lease.token);
      // Where lanes are abandoned, the database does not look what is left: whoever settled gives the lane back.
      if (abandon.length === 0) expect(there.committed.released).toBe(here.committed.released);
      else if (here.committed.released && !there.committed.released && settled)
        await theirs.release(settled.lease);
      for (const [place, lent] of (here.committed.lent ?? []).entries()) {
        const other = there.committed.lent?.[place];
        if (other) await take({ mine: lent, theirs: other }, true);
      }
      return 'committed';
    },
    async lease(of, begins) {
      const purpose = begins ? 'to-begin' : undefined;
      const [here, there] = await both(({ store }) => store.lease(of, leaseMs, purpose));
      expect(there && looksOfLease(there)).toEqual(here && looksOfLease(here));
      if (here && there) await take({ mine: here, theirs: there }, begins);
    },
  };
}

function looksOf(committed: CommitOutcome): unknown {
  if (committed.outcome !== 'committed') return committed;
  return { outcome: 'committed', lent: committed.lent?.map((lent) => [looksOfLease(lent), lent.begun]) };
}

/** Each store has tokens of its own, and not each begins with the lease what it may begin. */
const looksOfLease = (lease: Lease): { readonly lane: Lane; readonly waiting: readonly Waiting[] } => ({
  lane: lease.lane,
  waiting: lease.waiting,
});

/** In any order. When they would have been due says nothing any more. */
export const looksOfLetters = (letters: readonly DeadLetter[]): unknown =>
  letters.map(({ dueAt: _, ...letter }) => letter).toSorted((one, other) => one.id.localeCompare(other.id));

export const settlementAs = (as: Settlement['as'], now: number): Settlement => {
  switch (as) {
    case 'rejected':
      return { as, cause: 'invalid' };
    case 'postponed':
    case 'unknown':
      return { as, until: now + 500 };
    case 'delivered':
    case 'dropped':
      return { as };
  }
};

export const lanesOf = (ids: Iterable<Parameters<typeof lane>[0]>): readonly Lane[] =>
  [...ids].flatMap((id) =>
    (['to-customer', 'to-live-chat'] as const satisfies readonly Direction[]).map((way) => lane(id, way)),
  );
