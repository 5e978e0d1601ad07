import type { Bridge } from '../world/bridge.ts';
import { type CustomerSide, customerSides } from '../world/customer-side.ts';
import { aMinute, type World, world } from '../world/world.ts';
import { type Accepted, type Committed, recorded, slow } from './record.ts';
import type { Scenario } from './steps.ts';

export const turnBudgetMs = 10_000;
export const maxAgeMs = 6 * aMinute;
const idleMs = 3 * aMinute;

export type Runtime = ReturnType<typeof runtimeFor>;

export const customers = ['Pat', 'Kim'] as const;

/** In which way the copilot of each customer calls. */
export const callers = {
  'a skill': ['skill', 'skill'],
  'a connected agent': ['connected-agent', 'connected-agent'],
  'a skill and a connected agent': ['skill', 'connected-agent'],
} as const;
export type Callers = keyof typeof callers;

function sidesIn({ teams, webChat }: World, calledAs: Callers): (who: number) => CustomerSide {
  const [pat, kim] = callers[calledAs].map((way, who) =>
    customerSides[way]({
      name: customers[who] ?? '',
      place: way === 'skill' ? teams : webChat,
      hasOneWayBack: true,
    }),
  );
  if (!pat || !kim) throw new Error('there are two customers');
  return (who) => (who === 0 ? pat : kim);
}

/** A world in the moods of a plot, with a slow store, where processes can be killed and everything is written down. */
export function runtimeFor({ moods, storeMs }: Scenario, calledAs: Callers) {
  const commits: Committed[] = [];
  const accepted: Accepted[] = [];
  const turnsMs: number[] = [];
  let calls = 0;
  let kills = 0;
  let killed = Promise.withResolvers<'killed'>();
  const all = world({
    settings: { turnBudgetMs, idleMs, maxAgeMs },
    seenStore: (store, seen) =>
      slow(
        recorded(store, commits, seen),
        seen,
        () => new Promise((resolve) => seen.clock.after(storeMs[calls++ % storeMs.length] ?? 0, resolve)),
      ),
  });
  all.desk.mood.start.once(...moods.start);
  all.desk.mood.say.once(...moods.sayToAgent);
  all.desk.mood.end.once(...moods.end);
  for (const { mood } of [all.teams, all.webChat]) {
    mood.say.once(...moods.sayToCustomer);
    mood.giveBack.once(...moods.giveBack);
  }
  return {
    world: all,
    sides: sidesIn(all, calledAs),
    commits,
    accepted,
    turnsMs,
    kills: () => kills,
    restart() {
      kills++;
      all.kill();
      killed.resolve('killed');
      killed = Promise.withResolvers();
      all.start();
    },
    /** Asks until there is an answer, as real senders do: a killed process gives none. */
    async persistently<Answer>(ask: (bridge: Bridge) => Promise<Answer>): Promise<Answer> {
      for (;;) {
        const answer = await Promise.race([ask(all.bridge()), killed.promise]);
        if (answer !== 'killed') return answer;
        await new Promise<void>((resolve) => all.clock.after(100, resolve));
      }
    },
  };
}
