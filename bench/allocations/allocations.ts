import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { newCredentials } from '../../simulators/bridge-environment.ts';
import { type LoadUser, type LoadUsers, loadUsers } from '../load/load-users.ts';
import { ledger } from '../load/relays.ts';
import { startPeers } from '../peers.ts';
import { type Subject, startSubject } from '../subjects.ts';

/*
 * How many promises the bridge makes and how many bytes it allocates for a relay and for a handoff, on lowdb: `npm run
 * bench:allocations`. Both say nothing of time, and are the same on a busy machine: one message after the other, after
 * enough of them that V8 has compiled what is used often, in a young generation that is collected before and not while it counts.
 */

const warmUps = 3000;
const counted = 300;
/** Holds what `counted` handoffs allocate without a collection. In megabytes. */
const youngMb = 256;

const counts = z.object({ promises: z.number(), bytes: z.number() });
type Counts = Readonly<z.infer<typeof counts>>;

interface Place {
  readonly subject: Subject;
  readonly file: string;
}

let signals = 0;

/** Has the bridge begin, change over or end, and gives what it has counted so far. */
async function signal({ subject, file }: Place): Promise<Counts> {
  const [pid = 0] = subject.pids;
  signals += 1;
  process.kill(pid, 'SIGUSR2');
  const written = `${file}.${signals}`;
  while (!existsSync(written)) await sleep(20);
  // Written in one go, but a file exists before there is anything in it.
  await sleep(20);
  return counts.parse(JSON.parse(readFileSync(written, 'utf8')));
}

async function countsOf(place: Place, act: () => Promise<void>): Promise<Counts> {
  const times = async (number: number) => {
    for (let done = 0; done < number; done++) await act();
  };
  await times(warmUps);
  await signal(place);
  await times(counted);
  await signal(place);
  await times(counted);
  const { promises, bytes } = await signal(place);
  return { promises: promises / counted, bytes: bytes / counted };
}

function row(name: string, { promises, bytes }: Counts): string {
  return `| ${name} | ${promises.toFixed(1)} | ${(bytes / 1024).toFixed(1)} |`;
}

const credentials = newCredentials();
const parties = await startPeers(credentials);
const directory = await mkdtemp(join(tmpdir(), 'handoff-allocations-'));
const file = join(directory, 'counts.json');
const subject = await startSubject('lowdb', {
  credentials,
  parties,
  nodeArguments: [
    `--min-semi-space-size=${youngMb}`,
    `--max-semi-space-size=${youngMb}`,
    `--import=${fileURLToPath(new URL('counter.ts', import.meta.url))}`,
  ],
  environment: { BENCH_COUNTS: file },
});
const users = loadUsers(subject, credentials, parties);
const book = ledger(parties);
const person = await users.asks();

const relayed = async (say: LoadUsers['customerSays'], of: LoadUser): Promise<void> => {
  const { relay, arrival } = book.open(0, performance.now());
  await say(of, relay.number);
  await arrival;
};

try {
  const place = { subject, file };
  const customer = await countsOf(place, () => relayed(users.customerSays, person));
  const agent = await countsOf(place, () => relayed(users.agentSays, person));
  const handoff = await countsOf(place, async () => void (await users.asks()));
  const rows = [row('customer relay', customer), row('agent relay', agent), row('handoff', handoff)];
  process.stdout.write(`| | promises | KB allocated |\n|---|---|---|\n${rows.join('\n')}\n`);
} finally {
  await users.close();
  await subject.stop();
  await parties.stop();
  await rm(directory, { recursive: true, force: true });
}
