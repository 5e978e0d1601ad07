import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { written } from '../../simulators/history/event.ts';
import { printed } from '../../simulators/history/print.ts';
import { runChaos } from '../chaos/chaos-run.ts';
import { disturbances } from './disturbances.ts';
import { startReplicatedWorld } from './replicated-world.ts';

const { values } = parseArgs({
  options: {
    /** How often something bad happens. */
    kills: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    sessions: { type: 'string', default: '12' },
    rate: { type: 'string', default: '24' },
    replicas: { type: 'string', default: '3' },
    /** How long the load lasts with `--kills 0`. */
    seconds: { type: 'string', default: '60' },
    /** The longest standstill of a replica, in seconds. */
    pause: { type: 'string', default: '12' },
    calm: { type: 'boolean', default: false },
    /** Without words that are never taken, ids given again, early words, pages and cut answers. */
    plain: { type: 'boolean', default: false },
    /** One message in a hundred is refused for good by whoever it is for. */
    poison: { type: 'boolean', default: false },
    /** A file for the record, as JSON lines. */
    record: { type: 'string' },
  },
});

const startedAt = Date.now();
const tell = (line: string) =>
  void process.stdout.write(`[${Math.round((Date.now() - startedAt) / 1000)} s] ${line}\n`);

tell(`seed ${values.seed}`);
const disturb = disturbances({ seed: values.seed, longestPauseMs: Number(values.pause) * 1000, tell });
const { record, findings, counts } = await runChaos(
  {
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
  () => startReplicatedWorld({ replicas: Number(values.replicas), disturb }),
);
if (values.record !== undefined) await writeFile(values.record, written(record));
for (const [name, count] of Object.entries(counts)) tell(`${name}: ${count}`);
tell(printed(findings).trimEnd());
process.exit(findings.length === 0 ? 0 : 1);
