import { check } from '../../simulators/history/check.ts';
import { printed } from '../../simulators/history/print.ts';
import { tokens } from '../../simulators/history/token.ts';
import { simulatedVendor } from '../../simulators/live-chat/vendors.ts';
import type { DirectWorld } from '../virtual/world/direct-world.ts';
import { directWorld } from '../virtual/world/direct-world.ts';
import type { VirtualRuntime } from '../virtual/world/virtual-runtime.ts';

export const disturbances = [
  'is killed as it is sent',
  'is killed once it is done',
  'loses its answer',
] as const;

/** What befalls one of the requests that the bridge sends to a live chat. */
export interface Disturbance {
  /** Counted from 0. */
  readonly call: number;
  readonly what: (typeof disturbances)[number];
}

export interface Session {
  /** How many requests the bridge sent to the live chat's host. */
  readonly calls: number;
  readonly verdict: string;
  readonly errors: readonly string[];
  /** Whether the disturbance came to pass. */
  readonly wasDisturbed: boolean;
  readonly chatsOpened: number;
  readonly chatsLeftOpen: number;
  /** How often the agent has read what the customer said once. */
  readonly timesRead: number;
  /** Whether the customer is back with the copilot. */
  readonly isGivenBack: boolean;
}

const downMs = 500;
const settings = { HANDOFF_IDLE_MINUTES: '2', HANDOFF_MAX_HOURS: '0.2' };

/** A start, a word each way and an end, of which one request to the live chat is disturbed. */
export async function sessionWith(
  stage: VirtualRuntime,
  liveChatKind: string,
  disturbance?: Disturbance,
): Promise<Session> {
  const fate = fateOf(disturbance);
  const world = await directWorld(stage, {
    liveChatKind,
    settings,
    sends({ to, number, phase }) {
      if (to !== 'toLiveChat' || !fate.kills(number, phase)) return;
      world.kill();
      stage.time.after(downMs, () => void world.start());
    },
    rules: { toLiveChat: ({ number }) => (fate.losesAnswer(number) ? { kind: 'reset-after' } : undefined) },
  });
  try {
    const word = tokens('calls')();
    const calls = await playSession(world, word);
    const record = await world.record();
    const chats = world.parties.liveChat.chats();
    const { lacks = {} } = simulatedVendor(liveChatKind);
    return {
      calls,
      verdict: printed(check(record, { lacks, drainMs: 10 * 60_000 })),
      errors: world.errors,
      wasDisturbed: fate.cameToPass(),
      chatsOpened: chats.length,
      chatsLeftOpen: chats.filter(({ status }) => status !== 'ended').length,
      timesRead: record.filter(
        (event) => event.type === 'shown' && event.party === 'live-chat' && event.text === word,
      ).length,
      isGivenBack: world.parties.teams.chats.every(
        ({ conversationId }) => !world.parties.copilotStudio.stateOf(conversationId).isSkillActive,
      ),
    };
  } finally {
    world.stop();
    await world.close();
  }
}

/** Comes to pass once, with the request that is meant, and not with a repeat of it. */
function fateOf(disturbance: Disturbance | undefined) {
  let isOver = false;
  const comes = (number: number, what: Disturbance['what']): boolean => {
    if (isOver || disturbance?.call !== number || disturbance.what !== what) return false;
    isOver = true;
    return true;
  };
  return {
    cameToPass: () => isOver,
    losesAnswer: (number: number) => comes(number, 'loses its answer'),
    kills: (number: number, phase: 'sent' | 'done') =>
      comes(number, phase === 'sent' ? 'is killed as it is sent' : 'is killed once it is done'),
  };
}

/** Resolves with how many requests the bridge had sent once the customer had left. */
async function playSession(world: DirectWorld, word: string): Promise<number> {
  const { parties } = world;
  const anna = await world.asks('Anna');
  await world.pass(20_000);
  // A turn that a kill cut off is told to the customer, who asks again.
  if (!parties.copilotStudio.stateOf(anna.conversationId).isSkillActive) await world.asks('Anna');
  await world.pass(20_000);
  const chat = parties.liveChat.chats().findLast(({ status }) => status !== 'ended');
  void chat?.join('Dana');
  await world.pass(1000);
  void chat?.says('Hello, this is Dana.');
  await world.pass(1000);
  await world.says(anna, word);
  await world.pass(30_000);
  await world.says(anna, 'Good bye');
  await world.pass(20_000);
  const calls = world.network.exchanges.toLiveChat.length;
  world.heal();
  await world.pass(15 * 60_000);
  await world.says(anna, 'Hello');
  await world.pass(60_000);
  return calls;
}
