import type { Clock } from '../../application/ports/clock.ts';
import type { Direction, Outbox, Settled } from '../../application/ports/outbox.ts';
import type { Change, SessionStore } from '../../application/ports/session-store.ts';
import { type Histogram, histogram } from './histogram.ts';

/** What has happened to messages of one direction since the process started. */
export interface DeliveryCounts {
  accepted: number;
  delivered: number;
  retried: number;
  deadLettered: number;
  /** From acceptance to delivery, in seconds. */
  readonly latency: Histogram;
}

export interface Counts extends Readonly<Record<Direction, DeliveryCounts>> {
  /** How long the store took to make something durable, in seconds. */
  readonly commits: Histogram;
}

/** In seconds. */
const latencyBounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];
/** In seconds. */
const commitBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const newCounts = (): Counts => ({
  commits: histogram(commitBounds),
  'to-live-chat': noCounts(),
  'to-customer': noCounts(),
});

const noCounts = (): DeliveryCounts => ({
  accepted: 0,
  delivered: 0,
  retried: 0,
  deadLettered: 0,
  latency: histogram(latencyBounds),
});

/** The same store, which counts what it has taken and settled. */
export function countingStore<Store extends SessionStore & Outbox>(
  store: Store,
  counts: Counts,
  clock: Clock,
): Store {
  const midAttempt = new Set<string>();
  return {
    ...store,
    async commit(change) {
      const begunAt = clock.now();
      const waiting = change.abandon.length > 0 ? await waitingIn(store, change) : 0;
      const committed = await store.commit(change);
      if (committed.outcome !== 'committed') return committed;
      counts.commits.observe((clock.now() - begunAt) / 1000);
      for (const { direction } of change.outgoing) counts[direction].accepted++;
      if (change.settled) countSettled(counts, change.settled, clock.now());
      if (waiting > 0) await countAbandoned(store, counts, { change, waiting, begunAt, midAttempt });
      return committed;
    },
    replay(id) {
      // From now on it can die again.
      midAttempt.delete(id);
      return store.replay(id);
    },
    async settle(settled) {
      const outcome = await store.settle(settled);
      const isCounted = midAttempt.delete(settled.id) && settled.settlement.as === 'rejected';
      if (outcome !== 'lost' && !isCounted) countSettled(counts, settled, clock.now());
      return outcome;
    },
  };
}

/** How many messages wait in the lanes that a change abandons. */
async function waitingIn(store: SessionStore, { session, abandon }: Change): Promise<number> {
  const before = await store.ofId(session.id);
  return [...new Set(abandon)].reduce((sum, direction) => sum + (before?.waiting[direction] ?? 0), 0);
}

interface Abandoned {
  readonly change: Change;
  readonly waiting: number;
  readonly begunAt: number;
  /** Letters that died in the middle of an attempt, perhaps: that it is refused then makes no second letter of them. */
  readonly midAttempt: Set<string>;
}

/** So many at most are remembered; most are never heard of again. */
const midAttemptLimit = 1000;

/** The cause that every store gives a letter whose session ended before it went out. */
const abandonedCause = 'abandoned';
/** So many letters of other sessions may have died since the commit without hiding one of its own. */
const roomForOthers = 100;

/** Not all that waits becomes a dead letter; the store alone knows what did. */
async function countAbandoned(
  store: Outbox,
  counts: Counts,
  { change, waiting, begunAt, midAttempt }: Abandoned,
): Promise<void> {
  for (const letter of await store.deadLetters(waiting + roomForOthers)) {
    const { id, sessionId, direction, diedAt, cause, attempts } = letter;
    if (sessionId !== change.session.id || cause !== abandonedCause || diedAt < begunAt) continue;
    if (!change.abandon.includes(direction)) continue;
    counts[direction].deadLettered++;
    if (attempts === 0) continue;
    midAttempt.add(id);
    const [oldest] = midAttempt;
    if (midAttempt.size > midAttemptLimit && oldest !== undefined) midAttempt.delete(oldest);
  }
}

function countSettled(counts: Counts, { lease, id, settlement }: Settled, now: number): void {
  const count = counts[lease.lane.direction];
  switch (settlement.as) {
    case 'delivered': {
      const acceptedAt = lease.waiting.find((each) => each.id === id)?.acceptedAt ?? now;
      count.delivered++;
      count.latency.observe((now - acceptedAt) / 1000);
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
