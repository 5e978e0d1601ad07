import { Counter, Gauge } from 'prom-client';
import type { Clock } from '../../../application/ports/clock.ts';
import type { FeedHealth } from '../../../application/ports/live-chat-feed.ts';
import type { Direction } from '../../../application/ports/outbox.ts';
import type { BreakerState, Reachability } from '../../../application/ports/peer.ts';
import type { SessionTimelines } from '../../../application/ports/session-timelines.ts';
import type { StoreHealth, StoreMetrics } from '../../../application/ports/store-health.ts';
import type { Refusals } from '../../http/limits/refusals.ts';
import type { Metrics } from './metrics.ts';

/** Metrics of what the store holds, read from the store when they are asked for. */
export function storeMetrics(metrics: Metrics, condition: Pick<StoreHealth, 'metrics'>): void {
  const figures = sharedWhilePending(() => condition.metrics());
  const registers = [metrics];
  new Gauge({
    name: 'handoff_sessions',
    help: 'Sessions held now.',
    labelNames: ['state', 'reason'],
    registers,
    async collect() {
      const { sessions } = await figures();
      this.reset();
      for (const { status, reason, count } of sessions)
        this.set({ state: status, reason: reason ?? '' }, count);
    },
  });
  const eachDirection = (of: (figures: StoreMetrics) => Readonly<Record<Direction, number>>) => ({
    labelNames: ['direction'] as const,
    registers,
    async collect(this: Gauge<'direction'>) {
      for (const [direction, count] of Object.entries(of(await figures()))) this.set({ direction }, count);
    },
  });
  new Gauge({
    name: 'handoff_waiting_messages',
    help: 'Messages that wait for delivery.',
    ...eachDirection(({ pending }) => pending),
  });
  new Gauge({
    name: 'handoff_dead_letters',
    help: 'Dead letters held now.',
    ...eachDirection(({ deadLetters }) => deadLetters),
  });
}

/** One question for all who ask before its answer is there. */
function sharedWhilePending<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let pending: Promise<Answer> | undefined;
  return () => {
    pending ??= ask().finally(() => {
      pending = undefined;
    });
    return pending;
  };
}

/** How long the longest waiting message has waited, in either direction. */
export function waitingMetrics(
  metrics: Metrics,
  timelines: Pick<SessionTimelines, 'oldestPending'>,
  clock: Clock,
): void {
  new Gauge({
    name: 'handoff_oldest_waiting_seconds',
    help: 'Age of the oldest message that waits for delivery, in seconds; 0 when none does.',
    registers: [metrics],
    async collect() {
      const [oldest] = await timelines.oldestPending(1);
      this.set(oldest ? Math.max(0, clock.now() - oldest.acceptedAt) / 1000 : 0);
    },
  });
}

export function refusalMetrics(metrics: Metrics, refusals: Refusals): void {
  new Counter({
    name: 'handoff_refused_total',
    help: 'Requests refused, by route and reason.',
    labelNames: ['route', 'reason'],
    registers: [metrics],
    collect() {
      this.reset();
      for (const { route, reason, count } of refusals.counts()) this.inc({ route, reason }, count);
    },
  });
}

const breakerStates: readonly BreakerState[] = ['closed', 'half-open', 'open'];

export function breakerMetrics(metrics: Metrics, reachability: Reachability): void {
  new Gauge({
    name: 'handoff_breaker_state',
    help: 'State of the circuit breaker of each peer: 1 for the one it is in.',
    labelNames: ['role', 'peer', 'state'],
    registers: [metrics],
    collect() {
      for (const { role, id: peer, state: now } of reachability.states())
        for (const state of breakerStates) this.set({ role, peer, state }, state === now ? 1 : 0);
    },
  });
}

export function feedMetrics(metrics: Metrics, feeds: { health(): FeedHealth }): void {
  new Gauge({
    name: 'handoff_feeds',
    help: 'Sessions whose live chat is followed by this process, by whether it is heard.',
    labelNames: ['state'],
    registers: [metrics],
    collect() {
      const { followed, unheard } = feeds.health();
      this.set({ state: 'heard' }, followed - unheard);
      this.set({ state: 'unheard' }, unheard);
    },
  });
  new Gauge({
    name: 'handoff_feed_longest_unheard_seconds',
    help: 'Age of the oldest unheard feed, in seconds.',
    registers: [metrics],
    collect() {
      this.set(feeds.health().longestUnheardMs / 1000);
    },
  });
}
