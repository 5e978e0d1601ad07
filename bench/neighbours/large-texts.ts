import { setTimeout as sleep } from 'node:timers/promises';
import { newCredentials } from '../../simulators/bridge-environment.ts';
import { type LoadUser, type LoadUsers, loadUsers } from '../load/load-users.ts';
import { fixedRate, type Latencies } from '../load/loads.ts';
import { startPeers } from '../peers.ts';
import { startSubject } from '../subjects.ts';

/*
 * What others wait for while one session sends the largest texts from both sides, as fast as the throttles allow:
 * node bench/neighbours/large-texts.ts [rounds]
 * The bridge on lowdb, with throttles and Teams' pace as in production. Rounds without and with that session alternate.
 */

const rounds = Number(process.argv[2] ?? 3);
const others = 63;
const perSecond = 40;
const roundMs = 15_000;
/** After this time the session may send as much at once as before its first text. */
const refillMs = 31_000;
const sides = ['customer', 'agent'] as const;
/** A body may have 256 KiB; every character of this text that can be escaped is. */
const largest = 'Is *this* [my](order), or _yours_? '.repeat(7_100);

interface Sent {
  taken: number;
  refused: number;
}

/** Sends one text after the other until it is told to stop; after a refusal, as soon as the answer allows. */
async function flood(
  { tries }: LoadUsers,
  { person, from }: { readonly person: LoadUser; readonly from: (typeof sides)[number] },
  until: AbortSignal,
): Promise<Sent> {
  const sent: Sent = { taken: 0, refused: 0 };
  while (!until.aborted) {
    const { status, retryAfterMs = 1000 } = await tries(from, person, largest);
    if (status < 300) sent.taken += 1;
    else {
      sent.refused += 1;
      await sleep(retryAfterMs, undefined, { signal: until }).catch(() => undefined);
    }
  }
  return sent;
}

const credentials = newCredentials();
const parties = await startPeers(credentials);
const subject = await startSubject('lowdb', { credentials, parties, isThrottled: true });
const users = loadUsers(subject, credentials, parties);
const loud = await users.asks();
const quiet = await Promise.all(Array.from({ length: others }, () => users.asks()));

const load = (durationMs: number) =>
  fixedRate({
    parties,
    senders: others,
    durationMs,
    perSecond,
    send: async (sender, number) => {
      const person = quiet[sender % others];
      if (person) await users[sender % 2 === 0 ? 'customerSays' : 'agentSays'](person, number);
    },
  });

const ms = ({ p50, p99, max }: Latencies): string =>
  [p50, p99, max].map((each) => each.toFixed(each < 10 ? 2 : 1)).join(' / ');
const say = (...cells: readonly string[]): void => void process.stdout.write(`| ${cells.join(' | ')} |\n`);

try {
  await load(roundMs);
  say('round', 'ack p50 / p99 / max, ms', 'end-to-end p50 / p99 / max, ms', 'large texts taken, refused');
  say('---', '---', '---', '---');
  for (let round = 1; round <= rounds; round++) {
    const without = await load(roundMs);
    say(`${round}, without`, ms(without.ack), ms(without.endToEnd), '');
    const over = new AbortController();
    const floods = Promise.all(sides.map((from) => flood(users, { person: loud, from }, over.signal)));
    const beside = await load(roundMs);
    over.abort();
    const [customer = { taken: 0, refused: 0 }, agent = customer] = await floods;
    const counts = `customer ${customer.taken}, ${customer.refused}; agent ${agent.taken}, ${agent.refused}`;
    say(`${round}, with`, ms(beside.ack), ms(beside.endToEnd), counts);
    if (round < rounds) await sleep(refillMs);
  }
} finally {
  await users.close();
  await subject.stop();
  await parties.stop();
}
