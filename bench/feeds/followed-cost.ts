import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { newCredentials } from '../../simulators/bridge-environment.ts';
import { childEnvironment } from '../../simulators/child-environment.ts';
import { liveChatKinds } from '../../simulators/live-chat/vendors.ts';
import { atRate, until } from '../load/at-rate.ts';
import { type Peers, startPeers } from '../peers.ts';
import { type Usage, usageOf } from '../process-usage.ts';
import { startVendorSubject, type VendorSubject } from '../vendors/vendor-subject.ts';

/*
 * What sessions cost one bridge whose live chats it listens to, in memory and processor time, beside the reference contract, which
 * calls back: `npm run bench:feeds -- --kinds reference,salesforce,genesys --sessions 1000`.
 */

const adminToken = 'admin-token-of-a-bench-of-feeds';
const listenedTo = ['salesforce', 'genesys'].filter((kind) => liveChatKinds.includes(kind));

const { values } = parseArgs({
  options: {
    kinds: { type: 'string', default: ['reference', ...listenedTo].join(',') },
    sessions: { type: 'string', default: '1000' },
    /** How long it is measured without words, and with them. */
    seconds: { type: 'string', default: '30' },
    /** How often an agent says something, in seconds. */
    'words-every': { type: 'string', default: '60' },
  },
});
const sessions = Number(values.sessions);
const seconds = Number(values.seconds);
const perSecond = sessions / Number(values['words-every']);
const openedPerSecond = 50;

interface Cost {
  readonly kind: string;
  readonly emptyMb: number;
  readonly fullMb: number;
  readonly idleMb: number;
  readonly saidMb: number;
  /** Milliseconds of processor time for each second. */
  readonly idle: number;
  readonly talking: number;
}

let arrived = 0;
let numbers = 0;

async function costOf(kind: string, parties: Peers): Promise<Cost> {
  const measured = await startVendorSubject(kind, {
    credentials,
    parties,
    environment: { ...childEnvironment(), HANDOFF_ADMIN_TOKEN: adminToken, LOG_LEVEL: 'error' },
  });
  try {
    const usage = (): Usage => usageOf(measured.subject.pids);
    const empty = usage();
    await atRate({ messages: sessions, perSecond: openedPerSecond }, () => measured.users.asks());
    if (kind !== 'reference') await allHeard(measured);
    const full = usage();
    await sleep(seconds * 1000);
    const idle = usage();
    await agentsSay(measured);
    const said = usage();
    const { followed, unheard } = await feedsOf(measured);
    if (kind !== 'reference' && (followed !== sessions || unheard > 0))
      throw new Error(`${followed} are followed, and ${unheard} of them are not heard`);
    return {
      kind,
      emptyMb: empty.residentMb,
      fullMb: full.residentMb,
      idleMb: idle.residentMb,
      saidMb: said.residentMb,
      idle: (idle.cpuMs - full.cpuMs) / seconds,
      talking: (said.cpuMs - idle.cpuMs) / seconds,
    };
  } finally {
    await measured.stop();
  }
}

async function feedsOf({ subject }: VendorSubject): Promise<{ followed: number; unheard: number }> {
  const headers = { authorization: `Bearer ${adminToken}` };
  const text = await (await fetch(`${subject.urls[0]}/metrics`, { headers })).text();
  const count = (state: string) =>
    Number(RegExp(`^handoff_feeds\\{.*"${state}".*\\} (\\d+)$`, 'm').exec(text)?.[1]);
  return { followed: count('heard') + count('unheard'), unheard: count('unheard') };
}

const allHeard = (measured: VendorSubject): Promise<void> =>
  until(async () => {
    const { followed, unheard } = await feedsOf(measured);
    await sleep(500);
    return followed === sessions && unheard === 0;
  });

async function agentsSay({ liveChat }: VendorSubject): Promise<void> {
  const open = liveChat.chats.filter(({ status }) => status !== 'ended');
  const messages = Math.round(seconds * perSecond);
  const expected = arrived + messages;
  await atRate({ messages, perSecond }, (index) =>
    open[index % open.length]?.says(`My order tag${++numbers}x has not come yet`),
  );
  await until(() => arrived >= expected);
}

function report(costs: readonly Cost[]): void {
  const kb = (mb: number) => ((mb * 1024) / sessions).toFixed(0);
  const row = ({ kind, emptyMb, fullMb, idleMb, saidMb, idle, talking }: Cost): string =>
    `| ${[
      kind,
      emptyMb.toFixed(0),
      fullMb.toFixed(0),
      idleMb.toFixed(0),
      saidMb.toFixed(0),
      kb(idleMb - emptyMb),
      idle.toFixed(1),
      ((idle * 1000) / sessions).toFixed(1),
      talking.toFixed(1),
      (((talking - idle) / perSecond) * 1000).toFixed(0),
    ].join(' | ')} |`;
  process.stdout.write(
    [
      `${sessions} sessions, ${seconds} s each, ${perSecond.toFixed(1)} words a second`,
      '| live chat | MB, no session | opened | idle | after words | KB a session | idle, CPU ms/s | µs/s a session | with words, CPU ms/s | µs a word |',
      '|---|---|---|---|---|---|---|---|---|---|',
      ...costs.map(row),
      '',
    ].join('\n'),
  );
}

const credentials = newCredentials();
const parties = await startPeers(credentials);
parties.onArrival(() => {
  arrived += 1;
});
try {
  const costs: Cost[] = [];
  for (const kind of values.kinds.split(',')) costs.push(await costOf(kind, parties));
  report(costs);
} finally {
  await parties.stop();
}
