import { z } from 'zod';
import type { Direction } from './bridge-log.ts';
import type { RehearsedBridge } from './rehearsal.ts';

export interface LaneFigures {
  readonly waiting: number;
  readonly delivered: number;
  readonly retried: number;
}

const letters = z.object({
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

export type Letter = z.infer<typeof letters>['deadLetters'][number];

/** What operators are shown, asked of the running bridge. */
export interface BridgeFigures {
  /** Of all sessions together. */
  readonly lanes: Readonly<Record<Direction, LaneFigures>>;
  /** `closed`, `open` or `half-open`: whether each party is called at present. */
  readonly breakers: Readonly<Record<string, string>>;
  readonly deadLetters: readonly Letter[];
}

/** Undefined while the bridge does not answer. */
export async function askFigures(bridge: RehearsedBridge): Promise<BridgeFigures | undefined> {
  if (bridge.status !== 'running') return undefined;
  try {
    const [metrics, list] = await Promise.all([
      bridge.ask('GET', '/metrics'),
      bridge.ask('GET', '/admin/dead-letters'),
    ]);
    if (metrics.status !== 200 || list.status !== 200) return undefined;
    return { ...readMetrics(metrics.body), deadLetters: letters.parse(JSON.parse(list.body)).deadLetters };
  } catch {
    // It is being killed at this moment, and the next look tells.
    return undefined;
  }
}

/** Reads the text format of Prometheus as far as it is needed here. */
function readMetrics(text: string): Omit<BridgeFigures, 'deadLetters'> {
  const samples = [...text.matchAll(/^(\w+)\{([^}]*)\} (\S+)$/gm)].map(([, name, labels = '', value]) => ({
    name,
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, of]) => [key, of])),
    value: Number(value),
  }));
  const of = (name: string, direction: Direction) =>
    samples.find((each) => each.name === name && each.labels.direction === direction)?.value ?? 0;
  const lane = (direction: Direction): LaneFigures => ({
    waiting: of('handoff_waiting_messages', direction),
    delivered: of('handoff_delivered_total', direction),
    retried: of('handoff_retried_total', direction),
  });
  const breakers = samples
    .filter(({ name, value }) => name === 'handoff_breaker_state' && value === 1)
    .map(({ labels }) => [labels.party ?? '', labels.state ?? '']);
  return {
    lanes: { 'to-live-chat': lane('to-live-chat'), 'to-customer': lane('to-customer') },
    breakers: Object.fromEntries(breakers),
  };
}
