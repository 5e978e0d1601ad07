import { writeFile } from 'node:fs/promises';
import { written } from '../../simulators/history/event.ts';
import { printed } from '../../simulators/history/print.ts';
import { defaultKind } from '../../simulators/live-chat/vendors.ts';
import { callers } from './callers.ts';
import { type ChaosOptions, runChaos, type StartWorld } from './chaos-run.ts';

/** The options of every chaos command besides `kills`, for `parseArgs`. */
export const chaosOptions = {
  /** The kind of a simulated vendor. */
  'live-chat': { type: 'string', default: defaultKind },
  /** `skill`, `connected-agent` or `both`. */
  'called-as': { type: 'string', default: 'skill' },
  seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  sessions: { type: 'string', default: '12' },
  rate: { type: 'string', default: '24' },
  /** How long the load lasts with `--kills 0`. */
  seconds: { type: 'string', default: '60' },
  calm: { type: 'boolean', default: false },
  /** Without words that are never taken, ids given again, early words, pages and cut answers. */
  plain: { type: 'boolean', default: false },
  /** One message in a hundred is refused for good by whoever it is for. */
  poison: { type: 'boolean', default: false },
  /** A file for the record, as JSON lines. */
  record: { type: 'string' },
} as const;

export interface ChaosValues {
  readonly 'live-chat': string;
  readonly 'called-as': string;
  readonly kills: string;
  readonly seed: string;
  readonly sessions: string;
  readonly rate: string;
  readonly seconds: string;
  readonly calm: boolean;
  readonly plain: boolean;
  readonly poison: boolean;
  readonly record?: string | undefined;
}

/** Tells a line with the time since the start. */
export function teller(): ChaosOptions['tell'] {
  const startedAt = Date.now();
  return (line) => void process.stdout.write(`[${Math.round((Date.now() - startedAt) / 1000)} s] ${line}\n`);
}

/** Runs chaos, tells what came of it, and ends the process: with 1 when a promise was broken. */
export async function chaosCommand(
  values: ChaosValues,
  tell: ChaosOptions['tell'],
  startWorld?: StartWorld,
): Promise<never> {
  const way = callers.find((each) => each === values['called-as']);
  if (way === undefined) throw new Error(`--called-as is one of ${callers.join(', ')}.`);
  const { record, findings, counts } = await runChaos(
    {
      liveChatKind: values['live-chat'],
      callers: way,
      seed: values.seed,
      kills: Number(values.kills),
      sessions: Number(values.sessions),
      ratePerSecond: Number(values.rate),
      faults: values.calm ? 'none' : 'slow-too',
      seconds: Number(values.seconds),
      ...(!values.calm && !values.plain && { neverTakenOneIn: 40 }),
      ...(values.poison && { poisonOneIn: 100 }),
      tell,
    },
    startWorld,
  );
  if (values.record !== undefined) await writeFile(values.record, written(record));
  for (const [name, count] of Object.entries(counts)) tell(`${name}: ${count}`);
  tell(printed(findings).trimEnd());
  process.exit(findings.length === 0 ? 0 : 1);
}
