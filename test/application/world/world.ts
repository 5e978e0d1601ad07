import { inMemoryStore } from '../../../src/adapters/storage/in-memory/in-memory-store.ts';
import type { Caller } from '../../../src/application/ports/caller.ts';
import type { CustomerChannel } from '../../../src/application/ports/customer-channel.ts';
import type {
  AgentStatus,
  CallbackOf,
  CustomerMessageAnswer,
  EndAnswer,
  HandoffAnswer,
  HandoffRequest,
  LiveChatAnswer,
} from '../../../src/application/ports/inbound.ts';
import type { LiveChat, LiveChatCapabilities } from '../../../src/application/ports/live-chat.ts';
import type { LiveChatFeed } from '../../../src/application/ports/live-chat-feed.ts';
import type { Outbox } from '../../../src/application/ports/outbox.ts';
import type { SessionStore } from '../../../src/application/ports/session-store.ts';
import { defaultSentences } from '../../../src/application/sentences.ts';
import type { Settings } from '../../../src/application/settings.ts';
import {
  callerId,
  channelId,
  conversationId,
  type LiveChatId,
  messageId,
  sessionId,
} from '../../../src/domain/ids.ts';
import { pat } from '../../domain/builders.ts';
import { type Bridge, type BridgeParts, bridge } from './bridge.ts';
import { desk } from './fakes/desk.ts';
import { feedOf } from './fakes/feed.ts';
import { feedLeasesOf, sharedFeedLeases } from './fakes/feed-leases.ts';
import type { History } from './fakes/history.ts';
import { logbook } from './fakes/logbook.ts';
import { type Teams, teams } from './fakes/teams.ts';
import { type VirtualClock, virtualClock } from './fakes/virtual-clock.ts';
import { killable, killableClock, type ProcessLife } from './killable.ts';

export const aMinute = 60_000;

export interface WorldOptions {
  readonly settings?: Partial<Settings>;
  readonly capabilities?: Partial<LiveChatCapabilities>;
  /** Whether the live chat is heard on a stream, too. */
  readonly isFollowed?: boolean;
  readonly sharesFeeds?: boolean;
  /** What a process sees of the stream; the first one has number 1. */
  readonly seenFeed?: (feed: LiveChatFeed, process: number) => LiveChatFeed;
  /** What a process sees of the store, when that is not the store itself. */
  readonly seenStore?: (store: SessionStore & Outbox, seen: Seen) => SessionStore & Outbox;
  /** What stands between a process and the parties that it names, new for each process. */
  readonly guard?: (
    parties: Parties,
    parts: Pick<BridgeParts, 'clock' | 'ids'>,
  ) => Partial<Parties> & Guarded;
}

interface Parties {
  readonly liveChat: LiveChat;
  readonly caller: Caller;
  readonly customerChannel: CustomerChannel;
}

type Guarded = Pick<BridgeParts, 'reachability'>;

export interface Seen {
  readonly clock: VirtualClock;
  readonly history: History;
}

export type World = ReturnType<typeof world>;

/** The bridge between a desk and a Teams, with Pat on one side and the agents on the other. */
export function world(options: WorldOptions = {}) {
  const { settings, capabilities, isFollowed } = options;
  const { seenStore = (store) => store, seenFeed = (feed) => feed, guard = () => ({}) } = options;
  const clock = virtualClock();
  const history: History = [];
  const store = inMemoryStore({ clock });
  const theDesk = desk(clock, history, capabilities);
  const theTeams = teams(clock, history);
  const elsewhere = teams(clock, history, webChat);
  const feed = feedOf(clock);
  const { log, errors } = logbook();
  const leasesOf = options.sharesFeeds ? sharedFeedLeases(store) : () => feedLeasesOf(store);
  let processes = 0;
  let sessions = 0;
  const ids = { newSessionId: () => sessionId(`s${++sessions}`), random: () => 0.5 };
  const allSettings: Settings = {
    turnBudgetMs: 10_000,
    idleMs: 60 * aMinute,
    maxAgeMs: 24 * 60 * aMinute,
    laneLimit: 1000,
    laneBytes: 4 * 1024 * 1024,
    sentences: defaultSentences,
    ...settings,
  };

  function startProcess(): { readonly life: ProcessLife; readonly bridge: Bridge } {
    const life: ProcessLife = { isOver: false };
    const time = killableClock(life, clock);
    const parties = {
      liveChat: killable(life, theDesk.liveChat),
      caller: killable(life, theTeams.caller),
      customerChannel: killable(life, theTeams.channel),
    };
    const parts = {
      store: killable(life, seenStore(store, { clock, history })),
      clock: time,
      ...toBridge(life, { ...parties, ...guard(parties, { clock: time, ids }) }),
      ...(isFollowed && {
        feed: killable(life, seenFeed(feed.liveChatFeed, ++processes)),
        feedLeases: killable(life, leasesOf()),
      }),
      ids,
      log,
      settings: allSettings,
    };
    return { life, bridge: bridge(parts) };
  }

  /** What is not guarded is served beside Teams, in every world. */
  const toBridge = (life: ProcessLife, { caller, customerChannel, ...rest }: Parties & Guarded) => ({
    ...rest,
    callers: [caller, killable(life, elsewhere.caller)],
    channels: [customerChannel, killable(life, elsewhere.channel)],
  });

  let process = startProcess();
  return {
    clock,
    store,
    history,
    desk: theDesk,
    feed,
    teams: theTeams,
    /** A second channel, with a copilot that calls by another protocol. */
    webChat: elsewhere,
    errors,
    bridge: () => process.bridge,
    /** Ends the process in the middle of whatever it does. */
    kill() {
      process.life.isOver = true;
    },
    /** Lets the process finish what it has begun. */
    stop: () => clock.until(process.bridge.deliveries.stop()),
    start() {
      process = startProcess();
    },
    /** Another process beside the first one, on the same store. */
    startAnother: () => startProcess().bridge,
    /** Lets time pass with the sweeper at work. */
    async sweepFor(ms: number, everyMs = aMinute) {
      for (let passed = 0; passed < ms; passed += everyMs) {
        await clock.pass(everyMs);
        await clock.until(process.bridge.expireSessions());
      }
    },
    customer: (name: string, place: Teams = theTeams) =>
      customer(name, { clock, bridge: () => process.bridge, place }),
    agent: (name: string | undefined, of?: LiveChatId | CallbackOf) =>
      agent(name, { clock, bridge: () => process.bridge, of: () => calledBack(of ?? theDesk.chat().id) }),
  };
}

type Surroundings = Pick<World, 'clock' | 'bridge'>;
const webChat = { caller: callerId('other-copilot'), channel: channelId('web-chat'), name: 'Web chat' };
let sent = 0;

/** A customer in a conversation of their own. Each message and request has an id of its own unless one is given. */
function customer(name: string, { clock, bridge, place }: Surroundings & { readonly place: Teams }) {
  const conversation = conversationId(`conversation of ${name}`);
  const address = `${place.channel.id}/${name}`;
  const asks = (request: Partial<HandoffRequest> = {}): Promise<HandoffAnswer> =>
    bridge().requestHandoff({
      conversationId: conversation,
      requestId: `request-${++sent}`,
      customer: { ...pat, name },
      caller: place.caller.id,
      channel: place.channel.id,
      customerAddress: address,
      transcript: [],
      ...request,
    });
  return {
    conversation,
    address,
    /** Asks for an agent without waiting for the answer. */
    begins: asks,
    asks: (request?: Partial<HandoffRequest>) => clock.until(asks(request)),
    says: (text: string, id = `p${++sent}`, problem?: string): Promise<CustomerMessageAnswer> =>
      clock.until(
        bridge().relayCustomerMessage({
          conversationId: conversation,
          messageId: messageId(id),
          text,
          customerAddress: address,
          ...(problem !== undefined && { problem }),
        }),
      ),
    types: () => clock.until(bridge().relayCustomerTyping(conversation)),
    ends: ({
      by = 'customer',
      requestId = `end-${++sent}`,
      liveChatId,
    }: EndDetails = {}): Promise<EndAnswer> =>
      clock.until(
        bridge().endHandoff({
          conversationId: conversation,
          requestId,
          by,
          ...(liveChatId && { liveChatId }),
        }),
      ),
  };
}

interface EndDetails {
  readonly by?: 'customer' | 'copilot';
  readonly requestId?: string;
  readonly liveChatId?: LiveChatId;
}

const calledBack = (of: LiveChatId | CallbackOf): CallbackOf =>
  typeof of === 'string' ? { liveChatId: of } : of;

/** An agent at the desk, in the live chat or session that is named, or in the live chat that was opened last. */
function agent(
  name: string | undefined,
  { clock, bridge, of }: Surroundings & { readonly of: () => CallbackOf },
) {
  const named = name === undefined ? {} : { agentName: name };
  const reports = (status: AgentStatus, id = `d${++sent}`): Promise<LiveChatAnswer> =>
    clock.until(bridge().recordAgentStatus({ of: of(), messageId: messageId(id), status }));
  return {
    says: (text: string, id = `d${++sent}`): Promise<LiveChatAnswer> =>
      clock.until(bridge().relayAgentMessage({ of: of(), messageId: messageId(id), text, ...named })),
    /** What a trigger, or the vendor's own bot, says in the chat. */
    isAnsweredFor: (text: string, id = `d${++sent}`): Promise<LiveChatAnswer> =>
      clock.until(
        bridge().relayAgentMessage({ of: of(), messageId: messageId(id), text, ...named, isAutomatic: true }),
      ),
    reports,
    joins: (id?: string) => reports({ type: 'joined', ...named }, id),
    leaves: (id?: string) => reports({ type: 'left', ...named }, id),
    takesOver: (id?: string) => reports({ type: 'transferred', ...named }, id),
    types: () => reports({ type: 'typing' }),
    hangsUp: (lastMessage?: string, id?: string) =>
      reports({ type: 'ended', ...(lastMessage !== undefined && { lastMessage }) }, id),
  };
}
