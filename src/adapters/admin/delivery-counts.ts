import type { Clock } from '../../application/ports/clock.ts';
import type { Direction, Outbox, Settled } from '../../application/ports/outbox.ts';
import type { SessionStore } from '../../application/ports/session-store.ts';

/** What has happened to messages of one direction since the process started. */
export interface DeliveryCounts {
  accepted: number;
  delivered: number;
  retried: number;
  deadLettered: number;
  /** From acceptance to delivery, in seconds. */
  latencySum: number;
  /** How many took at most as long as the bound of the same place in {@link latencyBounds}. */
  readonly latencyBuckets: number[];
}

export type CountsByDirection = Readonly<Record<Direction, DeliveryCounts>>;

/** In seconds. */
export const latencyBounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

export const newCounts = (): CountsByDirection => ({
  'to-live-chat': noCounts(),
  'to-customer': noCounts(),
});

const noCounts = (): DeliveryCounts => ({
  accepted: 0,
  delivered: 0,
  retried: 0,
  deadLettered: 0,
  latencySum: 0,
  latencyBuckets: latencyBounds.map(() => 0),
});

/** The same store, which counts what it has taken and settled. */
export function countingStore<Store extends SessionStore & Outbox>(
  store: Store,
  counts: CountsByDirection,
  clock: Clock,
): Store {
  return {
    ...store,
    async commit(change) {
      const committed = await store.commit(change);
      if (committed.outcome !== 'committed') return committed;
      for (const { direction } of change.outgoing) counts[direction].accepted++;
      if (change.settled) countSettled(counts, change.settled, clock.now());
      return committed;
    },
    async settle(settled) {
      const outcome = await store.settle(settled);
      if (outcome === 'settled') countSettled(counts, settled, clock.now());
      return outcome;
    },
  };
}

function countSettled(counts: CountsByDirection, { lease, id, settlement }: Settled, now: number): void {
  const count = counts[lease.lane.direction];
  switch (settlement.as) {
    case 'delivered': {
      const acceptedAt = lease.waiting.find((each) => each.id === id)?.acceptedAt ?? now;
      const seconds = (now - acceptedAt) / 1000;
      count.delivered++;
      count.latencySum += seconds;
      for (const [place, bound] of latencyBounds.entries()) {
        if (seconds <= bound) count.latencyBuckets[place] = (count.latencyBuckets[place] ?? 0) + 1;
      }
      return;
    }
    case 'rejected':
      count.deadLettered++;
      return;
    case 'postponed':
    case 'unknown':
      count.retried++;
      return;
    case 'dropped':
      return;
  }
}
