import { z } from 'zod';
import type { Direction } from './bridge-log.ts';
import type { RehearsedBridge } from './rehearsal.ts';

export interface LaneMetrics {
  readonly pending: number;
  readonly delivered: number;
  readonly retried: number;
}

const deadLetterList = z.object({
  deadLetters: z.array(
    z.object({
      id: z.string(),
      sessionId: z.string(),
      direction: z.enum(['to-live-chat', 'to-customer']),
      kind: z.string(),
      cause: z.string(),
      diedAt: z.string(),
      attempts: z.number(),
      unknownAttempts: z.number(),
    }),
  ),
});

export type DeadLetter = z.infer<typeof deadLetterList>['deadLetters'][number];

/** What operators are shown, asked of the running bridge. */
export interface BridgeMetrics {
  /** Of all sessions together. */
  readonly lanes: Readonly<Record<Direction, LaneMetrics>>;
  /** `closed`, `open` or `half-open`: whether each kind of peer is called at present. */
  readonly breakers: Readonly<Record<string, string>>;
  readonly deadLetters: readonly DeadLetter[];
}

/** Undefined while the bridge does not answer. */
export async function readBridgeMetrics(bridge: RehearsedBridge): Promise<BridgeMetrics | undefined> {
  if (bridge.status !== 'running') return undefined;
  try {
    const [metrics, list] = await Promise.all([
      bridge.ask('GET', '/metrics'),
      bridge.ask('GET', '/admin/dead-letters'),
    ]);
    if (metrics.status !== 200 || list.status !== 200) return undefined;
    return {
      ...readMetrics(metrics.body),
      deadLetters: deadLetterList.parse(JSON.parse(list.body)).deadLetters,
    };
  } catch {
    // It is being killed at this moment, and the next look tells.
    return undefined;
  }
}

/** Reads the text format of Prometheus as far as it is needed here. */
function readMetrics(text: string): Omit<BridgeMetrics, 'deadLetters'> {
  const samples = [...text.matchAll(/^(\w+)\{([^}]*)\} (\S+)$/gm)].map(([, name, labels = '', value]) => ({
    name,
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, of]) => [key, of])),
    value: Number(value),
  }));
  const of = (name: string, direction: Direction) =>
    samples.find((each) => each.name === name && each.labels.direction === direction)?.value ?? 0;
  const lane = (direction: Direction): LaneMetrics => ({
    pending: of('handoff_waiting_messages', direction),
    delivered: of('handoff_delivered_total', direction),
    retried: of('handoff_retried_total', direction),
  });
  const breakers = samples
    .filter(({ name, value }) => name === 'handoff_breaker_state' && value === 1)
    .map(({ labels }) => [labels.role ?? '', labels.state ?? '']);
  return {
    lanes: { 'to-live-chat': lane('to-live-chat'), 'to-customer': lane('to-customer') },
    breakers: Object.fromEntries(breakers),
  };
}
