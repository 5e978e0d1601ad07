import { expect } from 'vitest';
import { inMemoryStore } from '../../../../src/adapters/storage/in-memory/in-memory-store.ts';
import type { Awaitable } from '../../../../src/application/ports/awaitable.ts';
import type { Lane, Lease, Settlement } from '../../../../src/application/ports/outbox.ts';
import type { Change, CommitOutcome } from '../../../../src/application/ports/session-store.ts';
import type { Store } from '../../session-steps.ts';
import type { TestClock } from '../../test-clock.ts';
import { leaseMs } from './histories.ts';

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

type Ask<Answer> = (twin: Twin) => Awaitable<Answer>;

interface Done {
  readonly asked: Change;
  readonly committed: CommitOutcome;
}

/** A store, and one in memory to which the same is done. What they answer has to look alike. */
export class TwinStores {
  readonly mine: Store;
  #theirs: Store;
  readonly #leases: Pair[] = [];
  /** Tokens of `mine` whose lanes were given back because they became empty. */
  readonly #emptied = new Set<string>();

  constructor(theirs: Store, clock: TestClock) {
    this.mine = inMemoryStore({ clock });
    this.#theirs = theirs;
  }

  /** One of the newest leases; absent when there is none. */
  pair(number: number): Pair | undefined {
    return this.#leases.at(-1 - (number % Math.max(1, this.#leases.length)));
  }

  /** Gives the answer of the one in memory. */
  async agree<Answer>(
    ask: Ask<Answer>,
    look: (answer: Answer) => unknown = (answer) => answer,
  ): Promise<Answer> {
    const [here, there] = await this.#both(ask);
    expect(look(there)).toEqual(look(here));
    return here;
  }

  async commit(change: (twin: Twin) => Promise<Change>): Promise<void> {
    const [here, there] = await this.#both(async (twin): Promise<Done> => {
      const asked = await change(twin);
      return { asked, committed: await twin.store.commit(asked) };
    });
    expect(looksOfCommitted(there.committed)).toEqual(looksOfCommitted(here.committed));
    if (here.committed.outcome !== 'committed' || there.committed.outcome !== 'committed') return;
    await this.#expectReleasedAlike(here, there);
    for (const [place, mine] of (here.committed.leased ?? []).entries()) {
      const theirs = there.committed.leased?.[place];
      if (theirs) await this.#take({ mine, theirs }, true);
    }
  }

  async lease(of: Lane, begins: boolean): Promise<void> {
    const purpose = begins ? 'to-begin' : undefined;
    const [mine, theirs] = await this.#both(({ store }) => store.lease(of, leaseMs, purpose));
    expect(theirs && looksOfLease(theirs)).toEqual(mine && looksOfLease(mine));
    if (!mine || !theirs) return;
    // A store may begin with the lease what it is told to begin, but never a start.
    if (!begins || mine.messages[0]?.content.kind === 'start') expect(theirs.begun).toBe(undefined);
    await this.#take({ mine, theirs }, begins);
  }

  async begin(pair: Pair, which: number): Promise<void> {
    const id = pair.mine.messages[which]?.id;
    // What began with its lease or commit is begun once, and was: asked again, a store need not look whether it still waits.
    const hasBegun = which === 0 && (pair.mine.begun || pair.theirs.begun);
    if (id === undefined || hasBegun) return;
    await this.agree(({ store, of }) => store.begin(of(pair), id, leaseMs));
  }

  async settle(pair: Pair, id: string, settlement: Settlement): Promise<void> {
    const wasEmptied = this.#emptied.has(pair.mine.token);
    const state = await this.agree(
      ({ store, of }) => store.settle({ lease: of(pair), id, settlement }),
      // A store that answers over a network may know who emptied a lane: that answer may have been lost.
      (answer) => (wasEmptied && answer === 'released' ? 'lost' : answer),
    );
    if (state === 'released') this.#emptied.add(pair.mine.token);
  }

  /** The end of a process takes its leases along, and nothing else. */
  async reopen(open: () => Promise<Store>): Promise<void> {
    this.#theirs = await open();
    for (const { mine } of this.#leases) await this.mine.release(mine);
  }

  async #both<Answer>(ask: Ask<Answer>): Promise<readonly [Answer, Answer]> {
    return [
      await ask({ store: this.mine, of: ({ mine }) => mine }),
      await ask({ store: this.#theirs, of: ({ theirs }) => theirs }),
    ];
  }

  /** An attempt that may have begun with the lease is begun next. */
  async #take(pair: Pair, begins: boolean): Promise<void> {
    this.#leases.push(pair);
    const first = pair.mine.messages[0]?.id ?? '';
    if (begins) await this.agree(({ store, of }) => store.begin(of(pair), first, leaseMs));
  }

  async #expectReleasedAlike(here: Done, there: Done): Promise<void> {
    const { settled, deadLetterLanes } = there.asked;
    const [mine, theirs] = [isReleased(here.committed), isReleased(there.committed)];
    if (mine && here.asked.settled) this.#emptied.add(here.asked.settled.lease.token);
    // A store may leave the lane to whoever settled. Only one that has lanes abandoned in the same step does.
    if (settled && mine && !theirs && deadLetterLanes.length > 0) await this.#theirs.release(settled.lease);
    else expect(theirs).toBe(mine);
  }
}

const isReleased = (committed: CommitOutcome): boolean =>
  committed.outcome === 'committed' && committed.released === true;

function looksOfCommitted(committed: CommitOutcome): unknown {
  if (committed.outcome !== 'committed') return committed;
  const { outcome, leased = [] } = committed;
  return { outcome, lent: leased.map((lease) => ({ ...looksOfLease(lease), begun: lease.begun })) };
}

/** Each store has tokens of its own. */
export const looksOfLease = ({ lane, messages }: Lease): Pick<Lease, 'lane' | 'messages'> => ({
  lane,
  messages,
});
