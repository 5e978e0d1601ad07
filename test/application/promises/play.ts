import type { Direction } from '../../../src/application/ports/outbox.ts';
import { works } from '../world/fakes/behaviour.ts';
import { aMinute } from '../world/world.ts';
import type { Record } from './record.ts';
import { type Callers, customers, maxAgeMs, type Runtime, runtimeFor } from './runtime.ts';
import type { Scenario, Step } from './steps.ts';
import { virtualUsers } from './virtual-users.ts';

/** Plays a plot, then heals everything and lets it come to an end, and hands out what has happened. */
export async function play(scenario: Scenario, calledAs: Callers = 'a skill'): Promise<Record> {
  const runtime = runtimeFor(scenario, calledAs);
  const perform = performerOn(runtime);
  for (const step of scenario.steps) {
    await perform(step);
    await runtime.world.clock.settle();
  }
  await heal(runtime);
  return recordOf(runtime);
}

interface OfChat {
  readonly chat: number;
}

/** Nobody waits for the answer to what was done before; each word is said once, unless it is said again. */
function performerOn(runtime: Runtime) {
  const { clock, desk, bridge } = runtime.world;
  const users = virtualUsers(runtime);
  const said = { customer: 0, agent: 0 };
  /** The number of the last words that were no request. */
  let lastSaid = 0;

  function accept(direction: Direction, text: string, answer: Promise<string>): void {
    void answer.then((outcome) => {
      if (['accepted', 'duplicate', 'asked'].includes(outcome)) runtime.accepted.push({ direction, text });
    });
  }

  const chatOf = ({ chat }: OfChat) => desk.chats[chat % Math.max(1, desk.chats.length)];

  function agentMoves(move: 'agent-joins' | 'agent-leaves' | 'agent-hangs-up', step: OfChat): void {
    const chat = chatOf(step);
    if (!chat) return;
    if (move !== 'agent-hangs-up') return void users.agentDoes(chat, move);
    const lastWord = `d${++said.agent} and goodbye in ${chat.id}`;
    accept('to-customer', lastWord, users.agentHangsUp(chat, lastWord));
  }

  return async (step: Step): Promise<void> => {
    switch (step.do) {
      case 'asks': {
        const text = `p${++said.customer} of ${customers[step.who]}`;
        return accept('to-live-chat', text, users.asks(step.who, text));
      }
      case 'ends':
        return void users.ends(step.who);
      case 'loses-way-back':
        return users.losesWayBack(step.who);
      case 'says':
      case 'says-again': {
        if (step.do === 'says') lastSaid = ++said.customer;
        const text = `p${lastSaid} of ${customers[step.who]}`;
        return accept('to-live-chat', text, users.says(step.who, text));
      }
      case 'agent-says':
      case 'agent-says-again': {
        const chat = chatOf(step);
        if (!chat) return;
        const text = `d${step.do === 'agent-says' ? ++said.agent : said.agent} in ${chat.id}`;
        return accept('to-customer', text, users.agentSays(chat.id, text));
      }
      case 'agent-joins':
      case 'agent-leaves':
      case 'agent-hangs-up':
        return agentMoves(step.do, step);
      case 'passes':
        return clock.pass(step.ms);
      case 'sweeps':
        return void bridge().expireSessions();
      case 'is-killed':
        return runtime.restart();
    }
  };
}

/** Nothing goes wrong any more, and time goes by until every session is too old. */
async function heal({ world: { clock, bridge, desk, teams, webChat } }: Runtime): Promise<void> {
  const places = [teams, webChat].flatMap(({ mood: { say, giveBack } }) => [say, giveBack]);
  for (const mood of [desk.mood.start, desk.mood.say, desk.mood.end, ...places]) {
    mood.always(works);
  }
  for (let passed = 0; passed < 4 * maxAgeMs; passed += aMinute / 2) {
    await clock.pass(aMinute / 2);
    void bridge().expireSessions();
  }
  await clock.pass(aMinute);
}

async function recordOf({ world, commits, accepted, turnsMs, kills }: Runtime): Promise<Record> {
  const { store, history, desk } = world;
  const ids = new Set(commits.map(({ session }) => session.id));
  const stored = await Promise.all([...ids].map((id) => store.ofId(id)));
  const waitingInTheEnd = stored
    .map((each) => (each ? each.pending['to-customer'] + each.pending['to-live-chat'] : 0))
    .reduce((sum, count) => sum + count, 0);
  const dead = await store.deadLetters(10_000);
  return { commits, accepted, turnsMs, kills: kills(), history, dead, chats: desk.chats, waitingInTheEnd };
}
