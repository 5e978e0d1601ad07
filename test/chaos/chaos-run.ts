import { setTimeout as sleep } from 'node:timers/promises';
import { randomAt } from '../../simulators/faults/random.ts';
import { faultSchedule, type Rates } from '../../simulators/faults/schedule.ts';
import { check } from '../../simulators/history/check.ts';
import type { Event } from '../../simulators/history/event.ts';
import type { Finding } from '../../simulators/history/finding.ts';
import { itemsIn } from '../../simulators/history/item.ts';
import { staysIn } from '../../simulators/history/stays.ts';
import type { Lacks } from '../../simulators/live-chat/gaps.ts';
import { simulatedVendor } from '../../simulators/live-chat/vendors.ts';
import { type Callers, calledAsOf } from './callers.ts';
import { type ChaosWorld, type ChaosWorldOptions, startChaosWorld } from './chaos-world.ts';
import { countsOf } from './load/counts.ts';
import { playCustomer, playDesk } from './load/load-users.ts';
import { poisonSome } from './load/poison.ts';
import { sentences } from './load/tagged-texts.ts';
import { until } from './load/until.ts';
import { behaveStrangely } from './load/unusual-peers.ts';

export interface ChaosOptions {
  /** Of a vendor; the default one unless told. */
  readonly liveChatKind?: string;
  /** How customers come to the bridge. Default `skill`. */
  readonly callers?: Callers;
  readonly seed: string;
  readonly kills: number;
  readonly sessions: number;
  /** What each of all people together says in a second, each way. */
  readonly ratePerSecond: number;
  /** Slow faults cost whole deadlines, and are for long runs. */
  readonly faults: 'none' | 'quick' | 'slow-too';
  /** One of so many words on each way is never taken, and vendors do what others do not; absent: neither. */
  readonly neverTakenOneIn?: number;
  /** One of so many messages that the bridge sends is refused for good; absent: none. */
  readonly poisonOneIn?: number;
  /** How long the load lasts when nothing is killed. */
  readonly seconds: number;
  /** Hears how it goes. */
  readonly tell: (line: string) => void;
}

export interface ChaosResult {
  readonly record: readonly Event[];
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Record<string, number>>;
}

/** Starts the world that is played in. */
export type StartWorld = (of: Pick<ChaosWorldOptions, 'liveChatKind' | 'calledAs'>) => Promise<ChaosWorld>;

const drainMs = 60_000;
/** Longer than the pause between two attempts once a few have failed. */
const quietMs = 5_000;
/** Parties and proxies share two busy processors. */
const slackMs = 250;

/** Load in both directions, kills and faults from a seed; then everything heals and drains, and the record is judged. */
export async function runChaos(
  options: ChaosOptions,
  start: StartWorld = startChaosWorld,
): Promise<ChaosResult> {
  const { liveChatKind, callers = 'skill' } = options;
  const calledAs = calledAsOf(callers);
  const world = await start({ calledAs, ...(liveChatKind !== undefined && { liveChatKind }) });
  try {
    misbehave(world, options);
    await underLoad(world, options, () =>
      options.kills > 0 ? killAndKill(world, options) : sleep(options.seconds * 1000),
    );
    options.tell('healed, draining');
    await drained(world);
    const orphans = await sayGoodbye(world);
    // What was never taken before all healed is tried less and less often.
    await world.untilNothingWaits(drainMs);
    await world.close();
    const record = world.record();
    return {
      record,
      findings: [...check(record, { slackMs, drainMs, lacks: lacksOf(world) }), ...orphans],
      counts: countsOf(record),
    };
  } finally {
    await world.stop();
  }
}

const lacksOf = ({ liveChat }: ChaosWorld): Lacks => simulatedVendor(liveChat.kind).lacks ?? {};

/**
 * Nothing repeats what the bridge posts to Teams: there, a repeat by the network is a second message. So it is at a live chat
 * that takes no keys.
 */
function misbehave(world: ChaosWorld, { seed, faults, neverTakenOneIn, tell }: ChaosOptions): void {
  if (neverTakenOneIn !== undefined) {
    const words = sentences(`${seed}early`, randomAt(`${seed}/early`, 0));
    behaveStrangely(world, { seed, neverTakenOneIn, words });
  }
  if (faults === 'none') return;
  const { proxies } = world;
  const slow: Rates = faults === 'slow-too' ? { 'black-hole': 3, trickle: 3 } : {};
  const rough: Rates = { latency: 60, status: 30, 'reset-before': 20, 'reset-after': 20, reorder: 20 };
  const strange: Rates = neverTakenOneIn === undefined ? {} : { 'cut-answer': 20, intermediary: 20 };
  const { intermediary: _, ...cut } = strange;
  const twice: Rates = lacksOf(world).keys === undefined ? { duplicate: 60 } : {};
  const schedules = {
    // A page in the bridge's place is for vendors to doubt.
    toBridge: faultSchedule(`${seed}/to-bridge`, { ...rough, ...slow, ...cut, duplicate: 60 }),
    toTeams: faultSchedule(`${seed}/to-teams`, { ...rough, ...slow, ...strange }),
    toLiveChat: faultSchedule(`${seed}/to-live-chat`, { ...rough, ...slow, ...strange, ...twice }),
  };
  for (const schedule of Object.values(schedules)) tell(schedule.print(60).trimEnd());
  proxies.toBridge.follow(schedules.toBridge);
  proxies.toTeams.follow(schedules.toTeams);
  proxies.toLiveChat.follow(schedules.toLiveChat);
}

async function underLoad(
  world: ChaosWorld,
  { seed, sessions, ratePerSecond, poisonOneIn }: ChaosOptions,
  meanwhile: () => Promise<void>,
): Promise<void> {
  let isOver = false;
  const random = randomAt(`${seed}/poison`, 0);
  const poisoning =
    poisonOneIn === undefined
      ? undefined
      : poisonSome(world, { oneIn: poisonOneIn, random, isOver: () => isOver });
  const everyMs = (1000 * sessions) / ratePerSecond;
  const acting = (who: number) => {
    const random = randomAt(`${seed}/people`, who);
    const words = sentences(`${seed}p${who}`, random);
    return { random, words, everyMs, isOver: () => isOver };
  };
  const customers = await Promise.all(
    Array.from({ length: sessions }, (_, number) => world.microsoft.teams.customer(`Customer ${number}`)),
  );
  const people = [
    ...customers.map((customer, number) => playCustomer(world, customer, acting(number))),
    playDesk(world, acting(sessions)),
  ];
  try {
    await meanwhile();
  } finally {
    isOver = true;
  }
  await poisoning;
  // Whoever insists on an answer may get one only after healing.
  await world.heal();
  await Promise.all(people);
}

async function killAndKill(world: ChaosWorld, { seed, kills, tell }: ChaosOptions): Promise<void> {
  const random = randomAt(`${seed}/kills`, 0);
  for (let kill = 1; kill <= kills; kill++) {
    await sleep(300 + random() * 2200);
    await world.crash(random() < 0.2 ? random() * 1000 : 0);
    if (kill % 10 === 0) tell(`${kill} of ${kills} kills`);
  }
  await sleep(1500);
}

/** Until everything that was accepted can be read, or the bridge sends nothing any more: some of it may be dead. */
async function drained({ record, proxies }: ChaosWorld): Promise<void> {
  const sends = () => proxies.toTeams.exchanges.length + proxies.toLiveChat.exchanges.length;
  let last = { sends: sends(), at: Date.now() };
  await until(() => {
    if (sends() !== last.sends) last = { sends: sends(), at: Date.now() };
    const isQuiet = Date.now() > last.at + quietMs;
    return isQuiet || itemsIn(record()).every(({ acked, shown }) => acked.length === 0 || shown.length > 0);
  }, drainMs / 2);
}

/** Customers leave; agents hang up where no customer is left to. A chat that nobody knows of any more is an orphan. */
async function sayGoodbye(world: ChaosWorld): Promise<readonly Finding[]> {
  const { microsoft, liveChat, record } = world;
  const { teams, copilotStudio } = microsoft;
  const inTouch = teams.chats.filter((chat) => copilotStudio.stateOf(chat.conversationId).isSkillActive);
  await Promise.all(inTouch.map((chat) => teams.customerOf(chat.conversationId)?.says('Good bye')));
  await until(() => liveChat.chats.every(({ status }) => status === 'ended'), 3000);
  // An end may be behind words that are tried less and less often.
  await world.untilNothingWaits(drainMs);
  const { open, sessions } = await openAtRest(world);
  const answers = await Promise.all(open.map(async (chat) => ({ chat, ...(await chat.ends()) })));
  // Time for the last words of the chats that agents have ended.
  await until(() => inTouch.every((chat) => !copilotStudio.stateOf(chat.conversationId).isSkillActive), 5000);
  await sleep(1000);
  const lacks = lacksOf(world);
  if (lacks['repeated starts'] !== undefined) return [];
  // Which of them has no session, an answer that is the same for all does not tell.
  if (lacks['refused late words'] !== undefined)
    return open.length > sessions ? [orphan(`${open.length - sessions} of ${open.length} open chats`)] : [];
  const stays = staysIn(record());
  return (
    answers
      .filter(({ status }) => status === 404 || status === 410)
      // Under an id that another session still held, the bridge can use no chat, and must not end it either.
      .filter(({ chat }) => chat.idAgain === undefined || stays.of(chat.id)?.isKnown)
      .map(({ chat }) => orphan(chat.id))
  );
}

/** The chats that are open, and how many sessions are. An end that is on its way from one to the other is waited for. */
async function openAtRest({ liveChat, openSessions }: ChaosWorld) {
  for (let tries = 1; ; tries++) {
    const counted = await openSessions?.();
    const open = liveChat.chats.filter(({ status }) => status !== 'ended');
    const sessions = counted ?? open.length;
    if (open.length <= sessions || tries === 10) return { open, sessions };
    await sleep(500);
  }
}

const orphan = (what: string): Finding => ({
  invariant: 'I8',
  what: `${what} was left open without a session`,
  events: [],
});
