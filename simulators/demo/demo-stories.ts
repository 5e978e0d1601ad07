import { fileURLToPath } from 'node:url';
import type { Lines } from '../console/rehearsal.ts';
import { type StoryPlayer, type StoryTroupe, storyPlayer } from '../console/story-play.ts';
import type { LiveChat } from '../live-chat/start-live-chat.ts';
import type { MicrosoftSide } from '../microsoft-side.ts';
import { findStories } from '../simulate/language/find-stories.ts';
import type { Story } from '../simulate/language/story.ts';
import { expecting } from '../simulate/play/actions/expecting.ts';
import { faultActions } from '../simulate/play/actions/fault-actions.ts';
import { orchestratorActions } from '../simulate/play/actions/orchestrator-actions.ts';
import { agentActions, customerActions } from '../simulate/play/actions/participant-actions.ts';
import { participantsOf } from '../simulate/play/actions/participants.ts';
import { sessionActions } from '../simulate/play/actions/session-actions.ts';
import type { ScenarioApi } from '../simulate/play/scenario-api.ts';
import { deadLettersOf } from '../simulate/play/world/bridge-admin.ts';
import type { World } from '../simulate/play/world/world.ts';
import { withCaller } from '../simulate/run/with-caller.ts';
import { withChannel } from '../simulate/run/with-channel.ts';
import { withLiveChat } from '../simulate/run/with-live-chat.ts';
import { verbOf } from '../simulate/verbs/verbs.ts';
import type { CustomerChannel } from '../teams/customer-channels.ts';
import type { DemoBridge } from './demo-bridge.ts';
import type { LineTroubles } from './demo-lines.ts';
import { storyClock } from './story-clock.ts';

const folder = fileURLToPath(new URL('../scenarios', import.meta.url));

interface DemoSystems {
  readonly microsoft: MicrosoftSide;
  readonly liveChat: LiveChat;
  readonly lines: Lines;
  readonly troubles: LineTroubles;
  readonly bridge: DemoBridge;
  readonly adminToken: string;
  readonly channel: CustomerChannel;
}

/** The stories that can be played among the people of the demo: those that want no other world, and that its live chat allows. */
export async function demoStories(among: DemoSystems): Promise<StoryPlayer> {
  const all = await findStories([folder]);
  const stories = all
    .filter(({ settings: { calledAs: _, channel: _channel, ...others } }) => Object.keys(others).length === 0)
    .flatMap((story) => {
      const way = among.microsoft.copilotStudio.isConnected ? 'connected-agent' : 'skill';
      const there = withChannel(story, among.channel);
      const called = there.is === 'played' ? withCaller(story, way) : there;
      const fit = called.is === 'played' ? withLiveChat(called.story, among.liveChat.kind) : called;
      return fit.is === 'played' ? [fit.story] : [];
    });
  const byFile = new Map(stories.map((story) => [story.file, story]));
  return storyPlayer({
    stories: stories.map(({ file, title, why }) => ({ id: file, title, why })),
    troupe: (id) => troupeOf(byFile.get(id) ?? { steps: [] }, among),
  });
}

function troupeOf({ steps }: Pick<Story, 'steps'>, among: DemoSystems): StoryTroupe {
  let playing: Promise<Playing> | undefined;
  let conversationId: string | undefined;
  return {
    steps: steps.map(({ key, value }) => (value === null ? key : `${key}: ${textOf(value)}`)),
    async perform(index) {
      const step = steps[index];
      const found = step && verbOf(step.key);
      if (!found) throw new Error('This step has no verb.');
      playing ??= begin(among);
      const { scenario, world } = await playing;
      const acting = found.verb.play(scenario, step.value, found.slot);
      conversationId ??= world.microsoft.teams.chats.at(-1)?.conversationId;
      await acting;
      conversationId = world.microsoft.teams.chats.at(0)?.conversationId ?? conversationId;
    },
    conversationId: () => conversationId,
    async tidyUp() {
      await (await playing)?.scenario.heal();
    },
  };
}

interface Playing {
  readonly world: World;
  readonly scenario: ScenarioApi;
}

/** A story knows nothing of what happened before it. */
async function begin(among: DemoSystems): Promise<Playing> {
  await among.bridge.start();
  const world = worldFromNow(among);
  const context = { world, participants: participantsOf(world), expecting: expecting(world.time) };
  const sessions = sessionActions(context);
  const deadLettersBefore = (await deadLettersOf(world)).length;
  const scenario: ScenarioApi = {
    ...customerActions(context),
    ...agentActions(context),
    ...sessions,
    ...orchestratorActions(context),
    ...faultActions(world),
    deadLetters: (count) => sessions.deadLetters(count + deadLettersBefore),
  };
  return { world, scenario };
}

/** What is added to a list from now on. */
function sinceNow<Item>(all: () => readonly Item[]): () => readonly Item[] {
  const before = all().length;
  return () => all().slice(before);
}

function microsoftFromNow(microsoft: MicrosoftSide): MicrosoftSide {
  const { teams, copilotStudio } = microsoft;
  const chats = sinceNow(() => teams.chats);
  const replies = sinceNow(() => copilotStudio.received);
  const calls = sinceNow(() => copilotStudio.skillCalls);
  return {
    ...microsoft,
    teams: {
      ...teams,
      get chats() {
        return chats();
      },
    },
    copilotStudio: {
      ...copilotStudio,
      get received() {
        return replies();
      },
      get skillCalls() {
        return calls();
      },
    },
  };
}

function liveChatFromNow(liveChat: LiveChat): LiveChat {
  const chats = sinceNow(() => liveChat.chats);
  const requests = sinceNow(() => liveChat.requests);
  return {
    ...liveChat,
    get chats() {
      return chats();
    },
    get requests() {
      return requests();
    },
  };
}

function worldFromNow({ microsoft, liveChat, lines, troubles, bridge, adminToken }: DemoSystems): World {
  const time = storyClock(bridge, lines);
  troubles.timeIs(time);
  return {
    microsoft: microsoftFromNow(microsoft),
    liveChat: liveChatFromNow(liveChat),
    seesDesk: true,
    proxies: lines,
    troubles: troubles.ways,
    time,
    bridge: {
      get origin() {
        return bridge.url();
      },
      process: undefined,
      start: bridge.start,
      kill: bridge.kill,
      stop: bridge.halt,
    },
    adminToken,
    secrets: [],
    noted: [],
    said: [],
    stop: () => Promise.resolve(),
  };
}

/** In a sentence: `contains “help”`. */
function textOf(value: unknown): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(textOf).join(', then ');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, each]) => (name === 'text' ? `“${each}”` : `${name} “${textOf(each)}”`))
    .join(', ');
}
