import { newCredentials } from '../simulators/bridge-environment.ts';
import { startDatabase } from './database.ts';
import { machine } from './machine.ts';
import { type Bench, measure, type Results } from './measure.ts';
import { type BenchOptions, benchOptions, usage } from './options.ts';
import { startPeers } from './peers.ts';
import { pinApart } from './pinning.ts';
import { usualPlan } from './plan.ts';
import { verdicts } from './report/metrics.ts';
import { figuresTable, goalsTable, markdown } from './report/table.ts';
import { writeResults } from './report/write-results.ts';
import {
  type Capacity,
  type CommitCost,
  commitCosts,
  lowdbCapacity,
  withDirectory,
} from './storage/commit-cost.ts';
import type { SubjectName } from './subjects.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const apart = 'Each program has one processor to itself; load, peers and the database have another.';

async function run(): Promise<void> {
  const options = benchOptions(process.argv.slice(2));
  if (options.help) return say(usage);
  const pinning = pinApart();
  say(pinning ? apart : 'Program and load share all processors: this machine cannot keep them apart.');
  const credentials = newCredentials();
  const parties = await startPeers(credentials);
  const needsDatabase = options.stores || options.subjects.some((name) => name.startsWith('postgres'));
  const database = needsDatabase ? await startDatabase() : undefined;
  try {
    await measureAndTell(options, {
      credentials,
      parties,
      tell: say,
      ...(database && { database }),
      ...(pinning && { pinning }),
    });
  } finally {
    await database?.stop();
    await parties.stop();
  }
}

async function measureAndTell(options: BenchOptions, bench: Bench): Promise<void> {
  const all = await measure(bench, { ...usualPlan, ...options });
  const judged = verdicts(all);
  say(`\n${figuresTable(all)}\n\n${goalsTable(judged)}\n`);
  const { costs, capacity } = options.stores ? await storesAlone(bench) : { costs: {}, capacity: undefined };
  const lost = losses(all);
  say(lost === '' ? 'No message was lost, doubled or swapped in any round.' : lost);
  if (options.write)
    await writeResults({ machine: machine(), all, verdicts: judged, commitCosts: costs, capacity });
  if (lost !== '' || judged.some(({ holds }) => !holds)) process.exitCode = 1;
}

async function storesAlone(bench: Bench): Promise<{
  readonly costs: Readonly<Record<string, readonly CommitCost[]>>;
  readonly capacity: Capacity;
}> {
  return withDirectory(async (directory) => {
    const directoryOf = (sessions: number) => `${directory}/${sessions}`;
    const lowdb = await commitCosts('lowdb', async (sessions) => directoryOf(sessions));
    const capacity = await lowdbCapacity(bench, directoryOf(50_000));
    const { database } = bench;
    const postgres = database ? await commitCosts('postgres', () => database.freshUrl()) : [];
    for (const [name, costs] of Object.entries({ lowdb, postgres })) say(`${costsTable(name, costs)}\n`);
    const { sessions, startMs, residentMb } = capacity;
    say(
      `With ${sessions} stored sessions the bridge on lowdb starts in ${(startMs / 1000).toFixed(1)} s and holds ${Math.round(residentMb)} MB.\n`,
    );
    return { costs: { lowdb, postgres }, capacity };
  });
}

const costsTable = (name: string, costs: readonly CommitCost[]): string =>
  markdown([
    [`${name} alone`, 'relays/s', 'cost of one at ten sessions'],
    ...costs.map(({ sessions, relaysPerSecond }) => [
      `${sessions} open sessions`,
      String(Math.round(relaysPerSecond)),
      `× ${((costs[0]?.relaysPerSecond ?? 0) / relaysPerSecond).toFixed(2)}`,
    ]),
  ]);

/** What went wrong with messages, by subject; empty when nothing did. */
function losses(all: ReadonlyMap<SubjectName, Results>): string {
  const lines = [...all].flatMap(([name, results]) => {
    const rounds = Object.values(results).flat();
    const sum = (of: 'lost' | 'doubled' | 'swapped') =>
      rounds.reduce((total, { losses }) => total + losses[of], 0);
    const [lost, doubled, swapped] = [sum('lost'), sum('doubled'), sum('swapped')];
    return lost + doubled + swapped === 0
      ? []
      : [`${name}: ${lost} lost, ${doubled} doubled, ${swapped} swapped`];
  });
  return lines.join('\n');
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
});
