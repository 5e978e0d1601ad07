import { Counter, Histogram } from 'prom-client';
import { andThen } from '../../../application/ports/awaitable.ts';
import type { Clock } from '../../../application/ports/clock.ts';
import { type Direction, directions, type Outbox, type Settled } from '../../../application/ports/outbox.ts';
import type { Change, CommitOutcome, SessionStore } from '../../../application/ports/session-store.ts';
import { handoffMetrics } from './handoff-metrics.ts';
import type { Metrics } from './metrics.ts';

/** What has happened to messages since the process started. */
function deliveryMetrics(metrics: Metrics) {
  const perDirection = { labelNames: ['direction'] as const, registers: [metrics] };
  const counter = (name: string, help: string) => new Counter({ name, help, ...perDirection });
  const accepted = counter('handoff_accepted_total', 'Messages accepted.');
  const delivered = counter('handoff_delivered_total', 'Messages delivered.');
  const retried = counter('handoff_retried_total', 'Attempts to be made again.');
  const deadLettered = counter('handoff_dead_lettered_total', 'Messages given up after an attempt.');
  const latency = new Histogram({
    name: 'handoff_delivery_seconds',
    help: 'From acceptance to delivery.',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
    ...perDirection,
  });
  const commits = new Histogram({
    name: 'handoff_commit_seconds',
    help: 'From the wish to store something to its being durable.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [metrics],
  });
  // A counter that is there from the start shows its first increase.
  for (const direction of directions) {
    for (const counter of [accepted, delivered, retried, deadLettered]) counter.inc({ direction }, 0);
    latency.zero({ direction });
  }
  return { accepted, delivered, retried, deadLettered, latency, commits };
}

type DeliveryMetrics = ReturnType<typeof deliveryMetrics>;
type DeadLettersSeen = ReturnType<typeof deadLettersIn>;

/** The same store, which counts what it has taken and settled. */
export function countingStore<Store extends SessionStore & Outbox>(
  store: Store,
  metrics: Metrics,
  clock: Clock,
): Store {
  const counts = deliveryMetrics(metrics);
  const deadLetters = deadLettersIn(counts);
  const countSettled = settledCounter(counts, deadLetters, clock);
  const countHandoffs = handoffMetrics(metrics);
  return {
    ...store,
    commit(change) {
      const begunAt = clock.now();
      const emptied = change.deadLetterLanes.length > 0;
      const commit = emptied ? emptyLanes(store, deadLetters, { change, begunAt }) : store.commit(change);
      return commit.then((committed) => {
        if (committed.outcome !== 'committed') return committed;
        counts.commits.observe((clock.now() - begunAt) / 1000);
        countHandoffs(change.events, change.session);
        for (const { direction } of change.messages) counts.accepted.inc({ direction });
        if (change.settled) countSettled(change.settled);
        return committed;
      });
    },
    replay(id) {
      deadLetters.canDieAgain(id);
      return store.replay(id);
    },
    settle: (settled) =>
      andThen(store.settle(settled), (outcome) => {
        if (outcome !== 'lost') countSettled(settled);
        return outcome;
      }),
  };
}

/** So many ids are remembered: more than die while one attempt lasts. */
const deadLetterCacheSize = 10_000;

/** Counts each dead letter once: one that died with its session may be refused in the middle of its attempt as well. */
function deadLettersIn({ deadLettered }: DeliveryMetrics) {
  const counted = new Set<string>();
  return {
    count(direction: Direction, id: string): void {
      if (counted.has(id)) return;
      deadLettered.inc({ direction });
      counted.add(id);
      const [oldest] = counted;
      if (counted.size > deadLetterCacheSize && oldest !== undefined) counted.delete(oldest);
    },
    canDieAgain: (id: string): void => void counted.delete(id),
  };
}

/** How many messages are pending in the lanes that a change empties. */
async function pendingIn(store: SessionStore, { session, deadLetterLanes }: Change): Promise<number> {
  const before = await store.ofId(session.id);
  return [...new Set(deadLetterLanes)].reduce((sum, direction) => sum + (before?.pending[direction] ?? 0), 0);
}

interface EmptiedLanes {
  readonly change: Change;
  readonly begunAt: number;
}

/** Commits a change that gives up what waits, and counts what becomes a dead letter. */
async function emptyLanes(
  store: SessionStore & Outbox,
  deadLetters: DeadLettersSeen,
  emptied: EmptiedLanes,
): Promise<CommitOutcome> {
  const pending = await pendingIn(store, emptied.change);
  const committed = await store.commit(emptied.change);
  if (committed.outcome === 'committed' && pending > 0) await countDeadLettered(store, deadLetters, emptied);
  return committed;
}

/** The cause that every store gives a dead letter whose session ended before it was sent. */
const emptiedLaneCause = 'abandoned';
/** Not all that waits becomes a dead letter; the store alone knows what did. What it cannot tell now is not counted. */
async function countDeadLettered(
  store: Outbox,
  deadLetters: DeadLettersSeen,
  { change, begunAt }: EmptiedLanes,
): Promise<void> {
  // The change is committed, whatever becomes of a figure.
  const deadLettersOfSession = await store.deadLettersIn(change.session.id).catch(() => []);
  for (const { id, direction, diedAt, cause } of deadLettersOfSession) {
    if (cause !== emptiedLaneCause || diedAt < begunAt) continue;
    if (change.deadLetterLanes.includes(direction)) deadLetters.count(direction, id);
  }
}

function settledCounter(counts: DeliveryMetrics, deadLetters: DeadLettersSeen, clock: Clock) {
  return ({ lease, id, settlement }: Settled): void => {
    const { direction } = lease.lane;
    switch (settlement.as) {
      case 'delivered': {
        const now = clock.now();
        const acceptedAt = lease.messages.find((each) => each.id === id)?.acceptedAt ?? now;
        counts.delivered.inc({ direction });
        counts.latency.observe({ direction }, (now - acceptedAt) / 1000);
        return;
      }
      case 'rejected':
        deadLetters.count(direction, id);
        return;
      case 'not-delivered':
      case 'unknown':
        if (!settlement.unsent) counts.retried.inc({ direction });
        return;
      case 'dropped':
        return;
    }
  };
}
