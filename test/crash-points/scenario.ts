import type { Fault } from '../../simulators/faults/fault.ts';
import { check } from '../../simulators/history/check.ts';
import type { Event } from '../../simulators/history/event.ts';
import { itemsIn } from '../../simulators/history/item.ts';
import { printed } from '../../simulators/history/print.ts';
import { tokenIn, tokens } from '../../simulators/history/token.ts';
import type { SimulatedVendor } from '../../simulators/live-chat/vendor.ts';
import { defaultKind, simulatedVendor } from '../../simulators/live-chat/vendors.ts';
import type { FaultPlan, Rules, SentByBridge } from '../virtual/world/network.ts';
import type { FreshStore } from '../virtual/world/stores.ts';
import type { VirtualRuntime } from '../virtual/world/virtual-runtime.ts';
import type { VirtualTime } from '../virtual/world/virtual-time.ts';
import { type VirtualWorld, virtualWorld } from '../virtual/world/virtual-world.ts';
import { watchedStore } from './watched-store.ts';

export interface Survived {
  /** How often the process died there: once, or the point was never reached. */
  readonly deaths: number;
  readonly verdict: string;
  readonly errors: readonly string[];
  /** The longest that anything accepted took to arrive, counted from the restart at the earliest, in milliseconds. */
  readonly slowestMs: number;
  /** Customers whom nobody gives back to the copilot. */
  readonly stuck: readonly string[];
  /** Sessions that are still there when their time is over. */
  readonly kept: number;
  /** Chats that are open when all sessions are over. */
  readonly leftOpen: number;
}

const never = new Promise<never>(() => {});
const downMs = 500;

const weather: FaultPlan = { toBridge: [], toLiveChat: [], toTeams: [] };

/**
 * One of the customers' words loses its answer; one of the agents' has to wait and one is refused for good: so that these ways are
 * gone too. Numbers count the attempts, from 0.
 */
function rulesFor({ reads }: SimulatedVendor): Rules {
  const toCustomers: ReadonlyMap<number, Fault> = new Map([
    [2, { kind: 'status', status: 503 }],
    [4, { kind: 'status', status: 403, code: 'MessageWritesBlocked' }],
  ]);
  let agentsWords = 0;
  let customersWords = 0;
  return {
    toLiveChat(asked) {
      const told = reads.request(asked);
      const isWords = told?.step === 'say' && told.kind === 'customer';
      return isWords && customersWords++ === 4 ? { kind: 'reset-after' } : undefined;
    },
    toTeams: ({ body }) => (tokenIn(body) === undefined ? undefined : toCustomers.get(agentsWords++)),
  };
}

interface Around {
  readonly stage: VirtualRuntime;
  readonly freshStore: FreshStore;
  readonly liveChatKind?: string;
}

/** Retention has nothing to do before this, and a point counts only where something happens. */
type Act = 'conversations' | 'eraseTexts' | 'forgetEnded';

/** Plays conversations and what follows, dies once at `point`, starts again, and judges. */
export async function surviving(
  point: string,
  { stage, freshStore, liveChatKind = defaultKind }: Around,
): Promise<Survived> {
  const { time } = stage;
  time.restart();
  const vendor = simulatedVendor(liveChatKind);
  const { lacks = {} } = vendor;
  let act: Act = 'conversations';
  const death = deathAt(point, () => act);
  const reach = async (reached: string): Promise<void> => {
    if (!death.comesWith(reached)) return;
    world.kill();
    time.after(downMs, () => void world.start());
    await never;
  };
  const world: VirtualWorld = await virtualWorld({
    ...stage,
    freshStore,
    liveChatKind,
    weather,
    rules: rulesFor(vendor),
    expectReplies: false,
    dialect: 'reference',
    step: () => new Promise((resolve) => time.after(1, resolve)),
    seenStore: (store) => watchedStore(store, reach),
    sends: (what) => void reach(sendName(vendor, what)),
    settings: { HANDOFF_TEXT_RETENTION_HOURS: '1', HANDOFF_RETENTION_DAYS: '7' },
  });
  stage.connect(world.network.carry);
  const leap = (next: Act, ms: number) => {
    act = next;
    return standStill(world, time, ms);
  };
  try {
    await world.start();
    const stuck = await playConversations(world, time);
    const record = await world.record();
    await leap('eraseTexts', 2 * anHour);
    await leap('forgetEnded', 8 * 24 * anHour);
    return {
      deaths: death.count(),
      verdict: printed(check(record, { lacks, drainMs: 120_000 })),
      errors: world.errors,
      slowestMs: slowestIn(record),
      stuck,
      kept: await world.sessions(),
      leftOpen: world.parties.liveChat.chats().filter(({ status }) => status !== 'ended').length,
    };
  } finally {
    world.stop();
    await world.close();
  }
}

async function standStill(world: VirtualWorld, time: VirtualTime, ms: number): Promise<void> {
  world.stop();
  await time.pass(ms);
  await world.start();
  await time.pass(10_000);
}

/** Comes once, at the point; those of retention count only in their own act. */
function deathAt(point: string, act: () => Act) {
  let count = 0;
  const isMeant =
    point.endsWith('eraseTexts') || point.endsWith('forgetEnded') ? () => point.endsWith(act()) : () => true;
  return {
    count: () => count,
    comesWith(reached: string): boolean {
      if (reached !== point || count > 0 || !isMeant()) return false;
      count += 1;
      return true;
    },
  };
}

const anHour = 3_600_000;

/** Words both ways; an end by the customer, by the agent, and by nobody. */
async function playConversations(
  { parties, heal, isOver }: VirtualWorld,
  time: VirtualTime,
): Promise<readonly string[]> {
  const { teams, copilotStudio, liveChat } = parties;
  const word = tokens('c');
  const customers = await Promise.all(['Pat', 'Kim', 'Sam'].map((name) => teams.customer(name)));
  const tell = (who: number, text: string) => void customers[who]?.says(text).catch(() => undefined);
  const chats = (name: string) => liveChat.chats().filter((chat) => chat.customerName === name);
  for (const who of [0, 1, 2]) {
    tell(who, 'I want to talk with a person');
    tell(who, 'My invoice is wrong');
  }
  await time.pass(20_000);
  for (const name of ['Pat', 'Kim']) for (const chat of chats(name)) void chat.join('Dana');
  for (let count = 0; count < 3; count++) {
    for (const who of [0, 1]) tell(who, word());
    for (const name of ['Pat', 'Kim']) for (const chat of chats(name)) void chat.says(word());
    await time.pass(400);
  }
  await time.pass(20_000);
  tell(0, 'Good bye');
  for (const chat of chats('Kim')) void chat.ends({ message: word() });
  heal();
  await time.pass(60_000);
  await passUntilOver(isOver, time);
  for (const who of [0, 1, 2]) tell(who, 'Hello');
  await time.pass(60_000);
  return customers
    .filter(({ conversationId }) => copilotStudio.stateOf(conversationId).isSkillActive)
    .map(({ name }) => name);
}

async function passUntilOver(isOver: VirtualWorld['isOver'], time: VirtualTime): Promise<void> {
  for (let waited = 0; waited < 20 && !(await isOver()); waited++) await time.pass(anHour / 60);
}

function slowestIn(record: readonly Event[]): number {
  const restartedAt = record.find(({ type }) => type === 'restart')?.at ?? 0;
  const waits = itemsIn(record).flatMap(({ acked: [answer], shown: [first] }) =>
    answer && first ? [first.at - Math.max(answer.at, restartedAt)] : [],
  );
  return Math.max(0, ...waits);
}

function sendName({ reads }: SimulatedVendor, { to, asked, phase }: SentByBridge): string {
  const when = phase === 'sent' ? 'sent' : 'done and not answered';
  if (to === 'toLiveChat') {
    const step = reads.request(asked)?.step;
    return `${when}: ${step === 'say' ? 'say to live chat' : step}`;
  }
  return `${when}: ${asked.path.startsWith('/teams/') ? 'say to customer' : 'return to copilot'}`;
}
