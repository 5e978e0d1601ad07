import { newCredentials } from '../simulators/bridge-environment.ts';
import { machine } from './machine.ts';
import { type Bench, measure, type Results } from './measure.ts';
import { type BenchOptions, benchOptions, usage } from './options.ts';
import { startParties } from './parties.ts';
import { usualPlan } from './plan.ts';
import { verdicts } from './report/figures.ts';
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

async function run(): Promise<void> {
  const options = benchOptions(process.argv.slice(2));
  if (options.help) return say(usage);
  const credentials = newCredentials();
  const parties = await startParties(credentials);
  try {
    await measureAndTell(options, { credentials, parties, tell: say });
  } finally {
    await parties.stop();
  }
}

async function measureAndTell(options: BenchOptions, bench: Bench): Promise<void> {
  const all = await measure(bench, { ...usualPlan, ...options });
  const judged = verdicts(all, 'lowdb');
  say(`\n${figuresTable(all)}\n\n${goalsTable(judged)}\n`);
  const { costs, capacity } = options.stores ? await storesAlone(bench) : { costs: {}, capacity: undefined };
  const lost = losses(all);
  say(lost === '' ? 'No message was lost, doubled or swapped in any round.' : lost);
  if (options.write)
    await writeResults({ machine: machine(), all, verdicts: judged, commitCosts: costs, capacity });
  if (lost !== '' || judged.some(({ holds }) => !holds)) process.exitCode = 1;
}

async function storesAlone(
  bench: Bench,
): Promise<{ readonly costs: Readonly<Record<string, readonly CommitCost[]>>; readonly capacity: Capacity }> {
  return withDirectory(async (directory) => {
    const directoryOf = (sessions: number) => `${directory}/${sessions}`;
    const lowdb = await commitCosts('lowdb', { directoryOf });
    const capacity = await lowdbCapacity(bench, directoryOf(50_000));
    say(
      markdown([
        ['lowdb alone', 'relays/s', 'cost of one at ten sessions'],
        ...lowdb.map(({ sessions, relaysPerSecond }) => [
          `${sessions} open sessions`,
          String(Math.round(relaysPerSecond)),
          `× ${((lowdb[0]?.relaysPerSecond ?? 0) / relaysPerSecond).toFixed(2)}`,
        ]),
      ]),
    );
    say(
      `\nWith ${capacity.sessions} stored sessions the bridge starts in ${(capacity.startMs / 1000).toFixed(1)} s and holds ${Math.round(capacity.residentMb)} MB.\n`,
    );
    return { costs: { lowdb }, capacity };
  });
}

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
