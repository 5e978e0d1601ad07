import type fc from 'fast-check';
import { check } from '../../simulators/history/check.ts';
import type { Event } from '../../simulators/history/event.ts';
import type { Finding } from '../../simulators/history/finding.ts';
import { tokens } from '../../simulators/history/token.ts';
import type { Customer } from '../../simulators/teams/customer.ts';
import type { Scenario } from './scenario.ts';
import { behaviourOf, rulesOf } from './vendor-ways.ts';
import { virtualUsersIn } from './virtual-users.ts';
import { scheduledStore } from './world/scheduled-store.ts';
import type { FreshStore } from './world/stores.ts';
import type { VirtualRuntime } from './world/virtual-runtime.ts';
import type { VirtualTime } from './world/virtual-time.ts';
import { type VirtualWorld, virtualWorld } from './world/virtual-world.ts';

export interface PlayRuntime extends VirtualRuntime {
  readonly freshStore: FreshStore;
  readonly replicas: number;
}

export interface Played {
  readonly record: readonly Event[];
  readonly findings: readonly Finding[];
  /** What no party can see: customers whom nobody gives back to the copilot, errors in the bridge's log. */
  readonly faultsOfOurs: readonly string[];
  /** How often the scheduler decided who is next. */
  readonly decisions: number;
}

/** Plays a plot in the order that the scheduler decides; then everything heals and drains, and the record is judged. */
export async function play(
  scenario: Scenario,
  scheduler: fc.Scheduler,
  runtime: PlayRuntime,
): Promise<Played> {
  const { time } = runtime;
  time.restart();
  const turns = turnsOf(scheduler, time);
  const word = tokens('v');
  const world = await virtualWorld({
    ...runtime,
    ...scenario,
    rules: scenario.neverTaken ? rulesOf(scenario.neverTaken) : {},
    step: turns.step,
    seenStore: (store) => scheduledStore(store, turns.step),
  });
  runtime.connect(world.network.carry);
  world.parties.liveChat.dials.behaviour = behaviourOf(scenario.vendor, { time, word });
  try {
    await world.start();
    const customers = await Promise.all(
      scenario.customers.map((_, who) => world.parties.teams.customer(`Kim ${who}`)),
    );
    await turns.raceUntil(act(scenario, { world, time, customers, word, step: turns.step }));
    turns.endRace();
    world.heal();
    await comesToItsEnd(world, time);
    const stuck = await stuckAmong(customers, world, time);
    const record = await world.record();
    return {
      record,
      findings: check(record, { drainMs: scenario.neverTaken ? longestEndMs : drainMs, promptMs }),
      faultsOfOurs: [...stuck, ...world.errors],
      decisions: turns.decisions(),
    };
  } finally {
    world.stop();
    await world.close();
  }
}

/** Who is next is decided by the scheduler as long as the race lasts. Each step takes a millisecond. */
function turnsOf(scheduler: fc.Scheduler, time: VirtualTime) {
  let isRacing = true;
  let decisions = 0;
  const takeNext = async () => {
    decisions += 1;
    await time.pass(1);
    await scheduler.waitNext(1);
  };
  return {
    decisions: () => decisions,
    step: (label: string): Promise<void> =>
      isRacing
        ? scheduler.schedule(Promise.resolve(), label)
        : new Promise((resolve) => time.after(1, resolve)),
    async raceUntil(done: Promise<void>): Promise<void> {
      let isDone = false;
      void done.then(() => {
        isDone = true;
      });
      for (;;) {
        await time.settle();
        if (scheduler.count() > 0) await takeNext();
        else if (isDone) return;
        else await time.pass(time.untilNext() ?? 0);
      }
    },
    endRace() {
      isRacing = false;
    },
  };
}

interface Cast {
  readonly world: VirtualWorld;
  readonly time: VirtualTime;
  readonly customers: readonly Customer[];
  readonly word: () => string;
  readonly step: (label: string) => Promise<void>;
}

/** Everybody does one thing after the other; between people, the scheduler decides. */
async function act(plot: Scenario, { world, time, customers, word, step }: Cast): Promise<void> {
  const people = virtualUsersIn(world, word);
  const wait = (ms: number) => new Promise<void>((resolve) => time.after(ms, resolve));
  const inOrder = async <Act extends { readonly do: string; readonly afterMs: number }>(
    who: string,
    acts: readonly Act[],
    perform: (act: Act) => void | Promise<void>,
  ) => {
    for (const each of acts) {
      await wait(each.afterMs);
      await step(`${who} ${each.do}`);
      await perform(each);
    }
  };
  await Promise.all([
    ...customers.map((customer, who) => {
      people.asks(customer);
      return inOrder(customer.name, plot.customers[who] ?? [], (each) =>
        people.customerDoes(customer, each.do),
      );
    }),
    inOrder('an agent', plot.agents, async (each) => {
      for (let tries = 0; tries < 20 && world.parties.liveChat.chats().length === 0; tries++) await wait(200);
      people.agentDoes(each);
    }),
    inOrder('the bridge', plot.fate, async (each) => {
      if (each.do === 'passes') return time.pass(each.ms);
      world.kill();
      await wait(each.downMs);
      await world.start();
    }),
  ]);
}

/** The lease that a killed process holds in a store that outlives it has to run out first. */
const drainMs = 60_000 + 60_000;
/** With every delay that a request for a token, an attempt and a lease may meet. */
const promptMs = 60_000;
/** What was sent into the void before all healed is repeated within this time, twice over. */
const repeatsMs = 60_000;
/** Longer than every silence, and than every retry before it. */
const longestEndMs = 30 * 60_000;

/** Time goes by until every session has ended of its own. */
async function comesToItsEnd(world: VirtualWorld, time: VirtualTime): Promise<void> {
  await time.pass(repeatsMs);
  const end = time.now() + longestEndMs;
  while (time.now() < end && !(await world.isOver())) await time.pass(10_000);
}

/** Once everything is over, a customer's next word is the copilot's again. */
async function stuckAmong(
  customers: readonly Customer[],
  { parties }: VirtualWorld,
  time: VirtualTime,
): Promise<readonly string[]> {
  for (const customer of customers) void customer.says('Hello').catch(() => undefined);
  await time.pass(60_000);
  return customers
    .filter(({ conversationId }) => parties.copilotStudio.stateOf(conversationId).isSkillActive)
    .map(({ name }) => `${name} is not given back to the copilot`);
}
