import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Credentials, newCredentials } from '../../simulators/bridge-environment.ts';
import { liveChatKinds } from '../../simulators/live-chat/vendors.ts';
import { atRate, until } from '../load/at-rate.ts';
import type { LoadUser } from '../load/load-users.ts';
import { type Peers, startPeers } from '../peers.ts';
import { usageOf } from '../process-usage.ts';
import { startVendorSubject, type VendorSubject } from './vendor-subject.ts';

/*
 * What a message costs the bridge with each live chat, in processor time, beside the reference contract in the same run. At a rate
 * that the vendors' limits let through, on many conversations: `npm run bench:vendors -- --kinds reference,zendesk --per-second 40`.
 */

const { values } = parseArgs({
  options: {
    kinds: { type: 'string', default: liveChatKinds.join(',') },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    'per-second': { type: 'string', default: '40' },
  },
});
const conversations = 40;
const perSecond = Number(values['per-second']);
const rounds = Number(values.rounds);
const messages = Number(values.seconds) * perSecond;

interface Stage extends VendorSubject {
  readonly kind: string;
  readonly persons: readonly LoadUser[];
  /** Microseconds of the bridge's processor time for each message, a number for each round. */
  readonly customer: number[];
  readonly agent: number[];
}

async function stageOf(kind: string, credentials: Credentials, parties: Peers): Promise<Stage> {
  const measured = await startVendorSubject(kind, { credentials, parties });
  const persons: LoadUser[] = [];
  for (let asked = 0; asked < conversations; asked++) {
    persons.push(await measured.users.asks());
    await sleep(1000 / perSecond);
  }
  return { ...measured, kind, persons, customer: [], agent: [] };
}

let numbers = 0;

/** The bridge's processor time for a message of this round, until the last of them has arrived. */
async function costOf({ subject }: Stage, load: () => Promise<void>): Promise<number> {
  const before = usageOf(subject.pids).cpuMs;
  await load();
  return ((usageOf(subject.pids).cpuMs - before) * 1000) / messages;
}

const customerWords = ({ liveChat }: Stage): number =>
  liveChat.chats.reduce(
    (sum, { messages: said }) => sum + said.filter(({ from }) => from === 'customer').length,
    0,
  );

async function customersSay(stage: Stage): Promise<void> {
  const expected = customerWords(stage) + messages;
  await atRate({ messages, perSecond }, (index) => {
    const person = stage.persons[index % conversations];
    return person ? stage.users.customerSays(person, ++numbers) : undefined;
  });
  await until(() => customerWords(stage) >= expected);
}

async function agentsSay(stage: Stage, arrivals: () => number): Promise<void> {
  const expected = arrivals() + messages;
  const open = stage.liveChat.chats.filter(({ status }) => status !== 'ended');
  await atRate({ messages, perSecond }, (index) =>
    open[index % conversations]?.says(`My order tag${++numbers}x has not come yet`),
  );
  await until(() => arrivals() >= expected);
}

const medianOf = (numbers: readonly number[]): number =>
  [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;

function report(stages: readonly Stage[]): void {
  const [reference] = stages;
  if (reference === undefined) return;
  const row = ({ kind, customer, agent }: Stage): string => {
    const cells = [customer, agent].map((each, index) => {
      const ofReference = medianOf(index === 0 ? reference.customer : reference.agent);
      return `${Math.round(medianOf(each))} | ${(medianOf(each) / ofReference).toFixed(2)}`;
    });
    return `| ${kind} | ${cells.join(' | ')} |`;
  };
  process.stdout.write(
    [
      '| live chat | customer, CPU µs | of the reference | agent, CPU µs | of the reference |',
      '|---|---|---|---|---|',
      ...stages.map(row),
      '',
    ].join('\n'),
  );
}

const credentials = newCredentials();
const parties = await startPeers(credentials);
let arrived = 0;
parties.onArrival(() => {
  arrived += 1;
});
const stages: Stage[] = [];
try {
  for (const kind of values.kinds.split(',')) stages.push(await stageOf(kind, credentials, parties));
  // The first round warms up and does not count.
  for (let round = 0; round <= rounds; round++) {
    for (const stage of round % 2 === 0 ? stages : [...stages].reverse()) {
      const customer = await costOf(stage, () => customersSay(stage));
      const agent = await costOf(stage, () => agentsSay(stage, () => arrived));
      if (round > 0) stage.customer.push(customer);
      if (round > 0) stage.agent.push(agent);
    }
  }
  report(stages);
} finally {
  for (const stage of stages) await stage.stop();
  await parties.stop();
}
