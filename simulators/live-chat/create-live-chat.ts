import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import type { Exchange } from '../faults/exchange.ts';
import { type CallbackLanes, callbackLanes, type Pause, realPause } from './callbacks/callback-lanes.ts';
import { chatHandle } from './chats/chat-handle.ts';
import type { ChatRecord } from './chats/chat-record.ts';
import type { ChatRegistry } from './chats/chat-registry.ts';
import { stillTrying } from './chats/delivery-state.ts';
import { endedChats } from './chats/ended-chats.ts';
import { type AgentDesk, agentDesk } from './desk/agent-desk.ts';
import { contractRefusal, type Faults, faults } from './faults.ts';
import type {
  Behaviour,
  Chat,
  LiveChat,
  LiveChatOptions,
  RecordedCallback,
  RecordedRequest,
} from './live-chat.ts';
import type { RestEnv } from './rest-env.ts';
import { type RestFront, restFront } from './rest-front.ts';
import type { TestHookDials } from './test-hook-routes.ts';
import type { RouteOptions, SimulatedVendor } from './vendor.ts';
import { simulatedVendor } from './vendors.ts';

/** A live chat system without a server: its REST API, what its agents can do, and what it knows. */
export interface LiveChatSystem extends Pick<LiveChat, 'kind' | 'reads' | 'refusal'> {
  /** The REST API of its kind. */
  readonly app: Hono<RestEnv>;
  readonly desk: AgentDesk;
  readonly dials: Dials;
  readonly armed: Faults;
  readonly isSending: CallbackLanes['isBusy'];
  /** Open and ended ones, in the order in which they were opened. */
  chats(): readonly Chat[];
  requests(): readonly RecordedRequest[];
  callbacks(): readonly RecordedCallback[];
  kept(): readonly Exchange[];
  /** Sends what a restart interrupted, in its order. */
  goOn(): void;
  /** Ends retries. */
  stop(): void;
}

export function createLiveChat(
  options: LiveChatOptions,
  registry: ChatRegistry,
  vendor = simulatedVendor(options.kind),
): LiveChatSystem {
  vendor.callbacks.check?.(options.webhookSecret);
  const stopping = new AbortController();
  const { callbackUrl, autoJoin = false } = options;
  const dials: Dials = { callbackUrl, autoJoin, refusal: undefined, behaviour: {} };
  const refusal = vendor.refusal ?? contractRefusal;
  const armed = faults(refusal);
  const callbacks: RecordedCallback[] = [];
  const lanes = lanesOf(options, { vendor, registry, dials, callbacks, signal: stopping.signal });
  const numbered = numbersIn(dials);
  const choices = () => dials.behaviour.choices ?? {};
  const desk = agentDesk({ vendor, registry, lanes, callbackId: numbered, choices });
  const chats = chatsOf(registry, desk);
  // Not spread: what is read of the dials while the live chat runs would be read once.
  const routes = Object.assign(routeOptions(registry, dials), {
    newId: () => dials.behaviour.chatId?.(endedChats(registry, lanes.isBusy)),
    beforeAnswer: (chatId: string) => {
      const chat = chats().find(({ id }) => id === chatId);
      return chat && dials.behaviour.beforeAnswer?.(chat);
    },
    tell: tellBy(lanes),
    choices,
    pause: pauseUntil(stopping.signal, options.pause),
    stopping: stopping.signal,
  });
  const front = frontOf(options, { vendor, armed, routes });
  return {
    kind: vendor.kind,
    reads: vendor.reads,
    refusal,
    app: front.app,
    desk,
    dials,
    armed,
    isSending: lanes.isBusy,
    chats,
    requests: front.requests,
    callbacks: () => callbacks,
    kept: () => registry.chats().flatMap((chat) => vendor.callbacks.keeps?.exchanges(chat) ?? []),
    goOn: () => goOn(registry, desk),
    stop: () => stopping.abort(),
  };
}

const tellBy =
  (lanes: CallbackLanes): RouteOptions['tell'] =>
  (chat, payload, id = `msg_${randomBytes(12).toString('base64url')}`) =>
    lanes.send({
      ...(typeof chat === 'string' ? { chatId: chat } : { chatId: chat.id, chat }),
      id,
      payload,
      retry: true,
    });

const pauseUntil =
  (stopping: AbortSignal, pause: Pause = realPause): RouteOptions['pause'] =>
  async (ms) => {
    await pause(ms, stopping).catch(() => undefined);
    return stopping.aborted ? 'stopped' : 'passed';
  };

/** What can be changed while the live chat runs. */
interface Dials extends TestHookDials {
  callbackUrl: string | undefined;
  behaviour: Behaviour;
}

/** Numbers callbacks in each chat while that is wanted. */
function numbersIn(dials: Readonly<Dials>): (chatId: string) => string | undefined {
  const counts = new Map<string, number>();
  return (chatId) => {
    if (!dials.behaviour.numbersCallbacks) return undefined;
    const count = (counts.get(chatId) ?? 0) + 1;
    counts.set(chatId, count);
    return `msg_${count}`;
  };
}

function routeOptions(
  registry: ChatRegistry,
  dials: Readonly<Dials>,
): Pick<RouteOptions, 'registry' | 'refusal' | 'autoJoin'> {
  return {
    registry,
    refusal: () => dials.refusal,
    get autoJoin() {
      return dials.autoJoin;
    },
  };
}

interface LaneDependencies {
  readonly vendor: SimulatedVendor;
  readonly registry: ChatRegistry;
  readonly dials: Readonly<Dials>;
  readonly callbacks: RecordedCallback[];
  readonly signal: AbortSignal;
}

/** More than a test looks through; older ones are forgotten. */
const MAX_CALLBACKS = 20_000;

function lanesOf(
  { webhookSecret, callbackToken: token, pause }: LiveChatOptions,
  { vendor, registry, dials, callbacks, signal }: LaneDependencies,
): CallbackLanes {
  return callbackLanes({
    registry,
    signal,
    style: vendor.callbacks,
    urlOf: (chat) => chat.callbackUrl ?? dials.callbackUrl,
    holdsBackMs: (count) => dials.behaviour.holdsBackMs?.(count) ?? 0,
    onRetry: ({ chatId, id }, answer) => registry.change(chatId, (chat) => stillTrying(chat, id, answer)),
    onAnswer(attempt) {
      callbacks.push(attempt);
      if (callbacks.length > MAX_CALLBACKS * 2) callbacks.splice(0, MAX_CALLBACKS);
    },
    ...(webhookSecret === undefined ? {} : { secret: webhookSecret }),
    ...(token === undefined ? {} : { token }),
    ...(pause === undefined ? {} : { pause }),
  });
}

interface FrontDependencies {
  readonly vendor: SimulatedVendor;
  readonly armed: Faults;
  readonly routes: RouteOptions;
}

function frontOf(
  { apiKey, verifyToken }: LiveChatOptions,
  { vendor, armed, routes }: FrontDependencies,
): RestFront {
  const front = restFront({
    armed,
    paths: vendor.paths,
    tokenPath: vendor.tokenPath,
    stepOf: vendor.stepOf,
    guard: vendor.guard,
    access: {
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(verifyToken === undefined ? {} : { verifyToken }),
    },
  });
  vendor.serve(front.app, routes);
  return front;
}

/** One handle for each chat, always the same one. */
function chatsOf(registry: ChatRegistry, desk: AgentDesk): () => readonly Chat[] {
  const handles = new Map<string, Chat>();
  const handleOf = (chat: ChatRecord): Chat => {
    const handle = handles.get(chat.id) ?? chatHandle(chat, registry, desk);
    handles.set(chat.id, handle);
    return handle;
  };
  return () => registry.chats().map(handleOf);
}

function goOn(registry: ChatRegistry, desk: AgentDesk): void {
  for (const { id, entries } of registry.chats()) {
    for (const entry of entries) {
      if (entry.delivery === 'sending') void desk.sendAgain(id, entry.id);
    }
  }
}
