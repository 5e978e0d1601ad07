import { setTimeout as sleep } from 'node:timers/promises';
import { newCredentials } from '../../simulators/bridge-environment.ts';
import { loadUsers } from '../load/load-users.ts';
import { ledger } from '../load/relays.ts';
import { startPeers } from '../peers.ts';
import { usageOf } from '../process-usage.ts';
import { startSubject } from '../subjects.ts';

/*
 * What lanes cost that wait for a live chat that is down:
 * node bench/neighbours/parked-lanes.ts [lanes]
 * The bridge on lowdb, with one customer's word in each lane; its processor time without and with them, and how long it
 * takes to deliver all of them once the live chat is back.
 */

const lanes = Number(process.argv[2] ?? 5000);
const atOnce = 64;
/** Until the store has come to rest, the breaker is open and every lane has met it. */
const settleMs = 120_000;
const measuredMs = 60_000;

async function times(count: number, task: (number: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await task(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

const credentials = newCredentials();
const parties = await startPeers(credentials);
const subject = await startSubject('lowdb', { credentials, parties });
const users = loadUsers(subject, credentials, parties);
const say = (what: string, value: string): void => void process.stdout.write(`| ${what} | ${value} |\n`);

/** Percent of one processor. */
async function shareOf(durationMs: number): Promise<string> {
  const before = usageOf(subject.pids).cpuMs;
  await sleep(durationMs);
  return `${(((usageOf(subject.pids).cpuMs - before) / durationMs) * 100).toFixed(1)} % of a processor`;
}

try {
  say(`${lanes} sessions`, 'lowdb');
  say('---', '---');
  const persons: Awaited<ReturnType<typeof users.asks>>[] = [];
  await times(lanes, async () => persons.push(await users.asks()));
  await sleep(settleMs);
  say('nothing waits', await shareOf(measuredMs));
  parties.liveChatIs('down');
  const book = ledger(parties);
  const arrivals: Promise<void>[] = [];
  await times(lanes, async (number) => {
    const person = persons[number];
    const { relay, arrival } = book.open(number, performance.now());
    arrivals.push(arrival);
    if (person) await users.customerSays(person, relay.number);
  });
  await sleep(settleMs);
  say('a word waits in each', await shareOf(measuredMs));
  parties.liveChatIs('up');
  const startedAt = performance.now();
  await Promise.race(arrivals);
  const firstAt = performance.now();
  await Promise.all(arrivals);
  const seconds = (from: number) => `${((performance.now() - from) / 1000).toFixed(1)} s`;
  say('until all of them have arrived', `${seconds(startedAt)}, ${seconds(firstAt)} after the first`);
} finally {
  await users.close();
  await subject.stop();
  await parties.stop();
}
