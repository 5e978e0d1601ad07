import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { written } from '../../simulators/history/event.ts';
import { printed } from '../../simulators/history/print.ts';
import { runChaos } from './chaos-run.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
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
  },
});

const startedAt = Date.now();
const seconds = () => Math.round((Date.now() - startedAt) / 1000);
const tell = (line: string) => void process.stdout.write(`[${seconds()} s] ${line}\n`);

tell(`seed ${values.seed}; again with: npm run test:chaos -- ${again(values)}`);
const { record, findings, counts } = await runChaos({
  seed: values.seed,
  kills: Number(values.kills),
  sessions: Number(values.sessions),
  ratePerSecond: Number(values.rate),
  faults: values.calm ? 'none' : 'slow-too',
  seconds: Number(values.seconds),
  ...(!values.calm && !values.plain && { neverTakenOneIn: 40 }),
  ...(values.poison && { poisonOneIn: 100 }),
  tell,
});
if (values.record !== undefined) await writeFile(values.record, written(record));
for (const [name, count] of Object.entries(counts)) tell(`${name}: ${count}`);
tell(printed(findings).trimEnd());
process.exit(findings.length === 0 ? 0 : 1);

function again(options: Readonly<Record<string, string | boolean>>): string {
  return Object.entries(options)
    .map(([name, value]) => (value === true ? `--${name}` : `--${name} ${value}`))
    .filter((option) => !option.endsWith(' false'))
    .join(' ');
}
