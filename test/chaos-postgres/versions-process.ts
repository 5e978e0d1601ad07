import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { printed } from '../../simulators/history/print.ts';
import { teller } from '../chaos/chaos-command.ts';
import { runChaos } from '../chaos/chaos-run.ts';
import { unpackedVersion, versionBeforeNewestMigration } from './other-version.ts';
import { type ReplicatedWorld, startReplicatedWorld } from './replicated-world.ts';
import { twoVersions } from './two-versions.ts';

const { values } = parseArgs({
  options: {
    /** A commit. Default: the last one before the newest migration. */
    before: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    sessions: { type: 'string', default: '12' },
    rate: { type: 'string', default: '24' },
    replicas: { type: 'string', default: '3' },
  },
});

const tell = teller();
const revision = values.before ?? (await versionBeforeNewestMigration());
const before = await unpackedVersion(revision);
tell(`seed ${values.seed}, from ${revision} to the sources at hand`);
const replicas = Number(values.replicas);
const { program, replaceNext, replacements } = twoVersions({ before, after: process.cwd(), replicas, tell });
let world: ReplicatedWorld | undefined;
try {
  const { findings, counts } = await runChaos(
    {
      seed: values.seed,
      kills: replacements,
      sessions: Number(values.sessions),
      ratePerSecond: Number(values.rate),
      faults: 'none',
      seconds: 0,
      tell,
    },
    async () => {
      world = await startReplicatedWorld({ replicas, program, disturb: replaceNext });
      return world;
    },
  );
  const failures = world?.front.failures() ?? ['no world'];
  for (const [name, count] of Object.entries(counts)) tell(`${name}: ${count}`);
  tell(`requests that failed at the load balancer: ${failures.length}`);
  for (const failure of failures.slice(0, 10)) tell(`  ${failure}`);
  const errors = (world?.bridge.output() ?? '').split('\n').filter((line) => line.includes('"level":50'));
  tell(`errors in the logs of the replicas: ${errors.length}`);
  tell(printed(findings).trimEnd());
  process.exitCode = findings.length + failures.length + errors.length === 0 ? 0 : 1;
} finally {
  await rm(before, { recursive: true, force: true });
}
