import type { BreakerState, Figures, Reachability } from '../../application/ports/figures.ts';
import { type CountsByDirection, type DeliveryCounts, latencyBounds } from './delivery-counts.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [Labels, number];

const directions = ['to-live-chat', 'to-customer'] as const;

/** All figures in the text format of Prometheus, version 0.0.4. No label carries what people choose. */
export function metricsText(
  { sessions, waiting, deadLetters }: Figures,
  counts: CountsByDirection,
  reachability: Reachability,
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
    ...breakerLines(reachability),
    ...latencyLines(counts),
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

function latencyLines(counts: CountsByDirection): readonly string[] {
  const name = 'handoff_delivery_seconds';
  const help = 'From acceptance to delivery.';
  const samples = directions.flatMap((direction) => {
    const { delivered, latencySum, latencyBuckets } = counts[direction];
    return [
      ...latencyBounds.map((bound, place) =>
        line(`${name}_bucket`, [{ direction, le: String(bound) }, latencyBuckets[place] ?? 0]),
      ),
      line(`${name}_bucket`, [{ direction, le: '+Inf' }, delivered]),
      line(`${name}_sum`, [{ direction }, latencySum]),
      line(`${name}_count`, [{ direction }, delivered]),
    ];
  });
  return [...headOf({ name, help, type: 'histogram' }), ...samples];
}

function line(name: string, [labels, value]: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
  return `${name}{${pairs.join(',')}} ${value}`;
}
