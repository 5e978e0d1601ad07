import type { BreakerState, Figures, Reachability } from '../../application/ports/store-health.ts';
import type { RefusedCount } from '../http/limits/refusals.ts';
import type { Counts, DeliveryCounts } from './delivery-counts.ts';
import type { Histogram } from './histogram.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [Labels, number];

const directions = ['to-live-chat', 'to-customer'] as const;

export interface Counted {
  readonly counts: Counts;
  readonly reachability: Reachability;
  readonly refused: readonly RefusedCount[];
}

/** All figures in the text format of Prometheus, version 0.0.4. No label carries what people choose. */
export function metricsText(
  { sessions, waiting, deadLetters }: Figures,
  { counts, reachability, refused }: Counted,
): string {
  const each = (value: (direction: (typeof directions)[number]) => number): readonly Sample[] =>
    directions.map((direction) => [{ direction }, value(direction)]);
  const counted = (name: string, help: string, of: (counts: DeliveryCounts) => number): readonly string[] =>
    metric(
      { name, help, type: 'counter' },
      each((direction) => of(counts[direction])),
    );
  const states = sessions.map(
    ({ status, reason, count }): Sample => [{ state: status, reason: reason ?? '' }, count],
  );
  return [
    ...metric({ name: 'handoff_sessions', help: 'Sessions held now.', type: 'gauge' }, states),
    ...metric(
      { name: 'handoff_waiting_messages', help: 'Messages that wait for delivery.', type: 'gauge' },
      each((direction) => waiting[direction]),
    ),
    ...metric(
      { name: 'handoff_dead_letters', help: 'Dead letters held now.', type: 'gauge' },
      each((direction) => deadLetters[direction]),
    ),
    ...counted('handoff_accepted_total', 'Messages accepted.', ({ accepted }) => accepted),
    ...counted('handoff_delivered_total', 'Messages delivered.', ({ delivered }) => delivered),
    ...counted('handoff_retried_total', 'Attempts to be made again.', ({ retried }) => retried),
    ...counted(
      'handoff_dead_lettered_total',
      'Messages given up after an attempt.',
      ({ deadLettered }) => deadLettered,
    ),
    ...metric(
      { name: 'handoff_refused_total', help: 'Requests refused, by route and reason.', type: 'counter' },
      refused.map(({ route, reason, count }): Sample => [{ route, reason }, count]),
    ),
    ...breakerLines(reachability),
    ...histogramMetric(
      'handoff_delivery_seconds',
      'From acceptance to delivery.',
      directions.map((direction) => [{ direction }, counts[direction].latency]),
    ),
    ...histogramMetric('handoff_commit_seconds', 'From the wish to store something to its being durable.', [
      [{}, counts.commits],
    ]),
    '',
  ].join('\n');
}

const breakerStates: readonly BreakerState[] = ['closed', 'half-open', 'open'];

/** One line for each party and state; the state that it is in has the value 1. */
function breakerLines(reachability: Reachability): readonly string[] {
  const help = 'State of the circuit breaker of each party: 1 for the one it is in.';
  const samples = Object.entries(reachability.states()).flatMap(([party, now]) =>
    breakerStates.map((state): Sample => [{ party, state }, state === now ? 1 : 0]),
  );
  return metric({ name: 'handoff_breaker_state', help, type: 'gauge' }, samples);
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
}

function metric({ name, help, type }: Metric, samples: readonly Sample[]): readonly string[] {
  return [...headOf({ name, help, type }), ...samples.map((sample) => line(name, sample))];
}

const headOf = ({ name, help, type }: Metric): readonly string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
];

function histogramMetric(
  name: string,
  help: string,
  histograms: readonly (readonly [Labels, Histogram])[],
): readonly string[] {
  const lines = histograms.flatMap(([labels, { bounds, buckets, count, sum }]) => [
    ...bounds.map((bound, place) =>
      line(`${name}_bucket`, [{ ...labels, le: String(bound) }, buckets[place] ?? 0]),
    ),
    line(`${name}_bucket`, [{ ...labels, le: '+Inf' }, count]),
    line(`${name}_sum`, [labels, sum]),
    line(`${name}_count`, [labels, count]),
  ]);
  return [...headOf({ name, help, type: 'histogram' }), ...lines];
}

function line(name: string, [labels, value]: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
  return pairs.length === 0 ? `${name} ${value}` : `${name}{${pairs.join(',')}} ${value}`;
}
