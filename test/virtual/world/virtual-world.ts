import { bridgeEnvironment } from '../../../simulators/bridge-environment.ts';
import type { Event, OfType } from '../../../simulators/history/event.ts';
import { readRecord } from '../../../simulators/history/read/read-record.ts';
import { tokenIn } from '../../../simulators/history/token.ts';
import { defaultKind } from '../../../simulators/live-chat/vendors.ts';
import type { Log, LogFields } from '../../../src/application/ports/log.ts';
import { readConfig } from '../../../src/config/config.ts';
import type { Platform } from '../../../src/wiring/parts/platform.ts';
import { leftOver } from '../../chaos/left-over.ts';
import { type BridgeProcess, bridgeProcess, countedIds } from './bridge-process.ts';
import { type FaultPlan, type Network, network, ports, type Rules, type SentByBridge } from './network.ts';
import { notedEnds } from './noted-ends.ts';
import { newPeers, type PeerOptions, type Peers, type Trust, urlOf } from './peers.ts';
import type { FreshStore } from './stores.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface VirtualWorldOptions extends PeerOptions {
  readonly time: VirtualTime;
  readonly trust: Trust;
  readonly weather: FaultPlan;
  /** What single messages meet, however often they are repeated, and after healing too. */
  readonly rules?: Rules;
  readonly freshStore: FreshStore;
  /** How many processes share the store and get requests in turn. Default 1. */
  readonly replicas?: number;
  /** What the bridge sees of the store, when that is not the store itself. */
  readonly seenStore?: (store: Platform['store']) => Platform['store'];
  readonly step: (label: string) => Promise<void>;
  readonly sends?: (what: SentByBridge) => void;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Bridge and simulators in one process, whose network is a function and whose time passes when it is told. */
export interface VirtualWorld {
  readonly parties: Peers;
  readonly network: Network;
  /** Names of the errors that the bridge has logged. */
  readonly errors: readonly string[];
  /** Ends a process in the middle of whatever it does; of several, each in turn. */
  kill(): void;
  /** Ends all of them as an operator does, at a time when they have nothing to do. */
  stop(): void;
  /** Starts as many as are missing, on what the last ones have left. */
  start(): Promise<void>;
  heal(): void;
  /** Whether no session is open, and nothing waits. */
  isOver(): Promise<boolean>;
  /** How many sessions the store knows, ended ones too. */
  sessions(): Promise<number>;
  /** What everybody saw, with what is left in the store. */
  record(): Promise<readonly Event[]>;
  close(): Promise<void>;
}

export async function virtualWorld(options: VirtualWorldOptions): Promise<VirtualWorld> {
  const { time, trust } = options;
  const parties = newPeers(trust, options);
  const noted: Event[] = [];
  const note: Note = (event) => noted.push({ ...event, at: time.now() });
  const bridge = await bridgeProcesses(options, note);
  const net = network({
    ...options,
    parties: { microsoft: parties.microsoft, liveChat: parties.liveChat.app },
    bridge: () => inTurn(bridge.running),
  });
  return {
    parties,
    network: net,
    errors: bridge.errors,
    kill: bridge.kill,
    stop: bridge.stop,
    start: bridge.start,
    heal() {
      note({ type: 'healed', party: 'bridge' });
      net.heal();
    },
    async isOver() {
      const { sessions, pending } = await bridge.store().metrics();
      const isOpen = sessions.some(({ status }) => status !== 'ended');
      return !isOpen && pending['to-customer'] + pending['to-live-chat'] === 0;
    },
    async sessions() {
      const { sessions } = await bridge.store().metrics();
      return sessions.reduce((sum, { count }) => sum + count, 0);
    },
    async record() {
      const { teams, copilotStudio, liveChat } = parties;
      const record = readRecord({
        teams,
        copilotStudio,
        liveChat: {
          chats: liveChat.chats(),
          requests: liveChat.requests(),
          reads: liveChat.reads,
          kept: liveChat.kept(),
        },
        proxies: net.exchanges,
        noted: [...noted, ...(await leftIn(bridge.store(), time.now()))],
      });
      return record.map(withoutWords);
    },
    close: bridge.close,
  };
}

type WithoutTime<Each> = Each extends Event ? Omit<Each, 'at'> : never;
type Note = (event: WithoutTime<OfType<'crash' | 'restart' | 'healed' | 'session-ended'>>) => void;

/** The bridge's processes on one store, which outlives them as far as it does. */
async function bridgeProcesses(options: VirtualWorldOptions, note: Note) {
  const { time, freshStore, seenStore = (store) => store, replicas = 1 } = options;
  const config = readConfig(environmentOf(options));
  const errors: string[] = [];
  const log: Log = {
    info() {},
    warn() {},
    error: (fields, event) => void errors.push(described(fields, event)),
  };
  const ids = countedIds();
  const running: BridgeProcess[] = [];
  let opened = await freshStore(time);
  let hasRun = false;
  return {
    running,
    errors,
    store: () => opened.store,
    close: () => opened.close(),
    kill() {
      note({ type: 'crash', party: 'bridge' });
      running.shift()?.life.kill();
    },
    stop() {
      for (const { life } of running.splice(0)) life.kill();
    },
    async start() {
      if (hasRun) opened = await opened.afterKill();
      if (hasRun) note({ type: 'restart', party: 'bridge' });
      hasRun = true;
      const store = notedEnds(seenStore(opened.store), note);
      while (running.length < replicas) running.push(bridgeProcess({ config, store, clock: time, log, ids }));
    },
  };
}

/** Whoever is next goes to the end; nobody when none runs. */
function inTurn(running: BridgeProcess[]): BridgeProcess | undefined {
  const next = running.shift();
  if (next) running.push(next);
  return next;
}

/** From outside nobody can tell which of two sessions of a conversation a notice is of: only words say that. */
function withoutWords(event: Event): Event {
  if (event.type !== 'attempted' || tokenIn(event.text) !== undefined) return event;
  const { direction: _, text: __, messageId: ___, ...rest } = event;
  return { ...rest, type: 'step-attempted', step: 'notice' };
}

async function leftIn(store: Platform['store'], at: number): Promise<readonly Event[]> {
  const { pending } = await store.metrics();
  const letters = (await store.deadLetters(10_000)).map(({ content, ...letter }) => ({
    ...letter,
    kind: content.kind,
    text: 'text' in content ? content.text : undefined,
  }));
  return leftOver(letters, pending['to-customer'] + pending['to-live-chat'], at);
}

/** Silences are short, so that a run comes to its end by itself. */
function environmentOf({
  trust,
  liveChatKind = defaultKind,
  settings = {},
}: VirtualWorldOptions): Readonly<Record<string, string>> {
  return {
    ...bridgeEnvironment({
      port: ports.bridge,
      credentials: trust.credentials,
      authority: trust.entra.authority,
      teamsServiceUrl: `${urlOf('microsoft')}/teams/`,
      liveChatUrl: urlOf('liveChat'),
      liveChatKind,
      dataDirectory: '',
    }),
    HANDOFF_IDLE_MINUTES: '2',
    HANDOFF_MAX_HOURS: '0.2',
    ...settings,
  };
}

/** An error of the log in one line, with where it was thrown. */
function described({ err, ...fields }: LogFields, event: string): string {
  const cause = err instanceof Error ? ` ${err.stack?.split('\n').slice(0, 4).join(' ')}` : '';
  return `${event} ${JSON.stringify(fields)}${cause}`;
}
