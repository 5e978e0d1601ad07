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
  const deaths = deathsIn(counts);
  return {
    ...store,
    async commit(change) {
      const begunAt = clock.now();
      const waiting = change.abandon.length > 0 ? await waitingIn(store, change) : 0;
      const committed = await store.commit(change);
      if (committed.outcome !== 'committed') return committed;
      counts.commits.observe((clock.now() - begunAt) / 1000);
      for (const { direction } of change.outgoing) counts[direction].accepted++;
      if (change.settled) countSettled(counts, deaths, change.settled, clock.now());
      if (waiting > 0) await countAbandoned(store, deaths, { change, begunAt });
      return committed;
    },
    replay(id) {
      deaths.canDieAgain(id);
      return store.replay(id);
    },
    async settle(settled) {
      const outcome = await store.settle(settled);
      if (outcome !== 'lost') countSettled(counts, deaths, settled, clock.now());
      return outcome;
    },
  };
}

/** Counts each dead letter once: one that died with its session may be refused in the middle of its attempt as well. */
interface Deaths {
  count(direction: Direction, id: string): void;
  canDieAgain(id: string): void;
}

/** So many ids are remembered: more than die while one attempt lasts. */
const deathsRemembered = 10_000;

function deathsIn(counts: Counts): Deaths {
  const counted = new Set<string>();
  return {
    count(direction, id) {
      if (counted.has(id)) return;
      counts[direction].deadLettered++;
      counted.add(id);
      const [oldest] = counted;
      if (counted.size > deathsRemembered && oldest !== undefined) counted.delete(oldest);
    },
    canDieAgain: (id) => void counted.delete(id),
  };
}

/** How many messages wait in the lanes that a change abandons. */
async function waitingIn(store: SessionStore, { session, abandon }: Change): Promise<number> {
  const before = await store.ofId(session.id);
  return [...new Set(abandon)].reduce((sum, direction) => sum + (before?.waiting[direction] ?? 0), 0);
}

interface Abandoned {
  readonly change: Change;
  readonly begunAt: number;
}

/** The cause that every store gives a letter whose session ended before it went out. */
const abandonedCause = 'abandoned';
/** Not all that waits becomes a dead letter; the store alone knows what did. What it cannot tell now is not counted. */
async function countAbandoned(store: Outbox, deaths: Deaths, { change, begunAt }: Abandoned): Promise<void> {
  // The change is committed, whatever becomes of a figure.
  const deathsOfSession = await store.deathsIn(change.session.id).catch(() => []);
  for (const { id, direction, diedAt, cause } of deathsOfSession) {
    if (cause !== abandonedCause || diedAt < begunAt) continue;
    if (change.abandon.includes(direction)) deaths.count(direction, id);
  }
}

function countSettled(counts: Counts, deaths: Deaths, { lease, id, settlement }: Settled, now: number): void {
  const { direction } = lease.lane;
  const count = counts[direction];
  switch (settlement.as) {
    case 'delivered': {
      const acceptedAt = lease.waiting.find((each) => each.id === id)?.acceptedAt ?? now;
      count.delivered++;
      count.latency.observe((now - acceptedAt) / 1000);
      return;
    }
    case 'rejected':
      deaths.count(direction, id);
      return;
    case 'postponed':
    case 'unknown':
      if (!settlement.unsent) count.retried++;
      return;
    case 'dropped':
      return;
  }
}
