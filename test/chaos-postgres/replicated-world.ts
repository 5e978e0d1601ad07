import { Client } from 'pg';
import {
  bridgeEnvironment,
  type Credentials,
  newCredentials,
  pairedEnds,
} from '../../simulators/bridge-environment.ts';
import { type FaultProxy, startFaultProxy } from '../../simulators/faults/fault-proxy.ts';
import { randomAt } from '../../simulators/faults/random.ts';
import { freePort } from '../../simulators/free-port.ts';
import type { Event } from '../../simulators/history/event.ts';
import { readRecord } from '../../simulators/history/read/read-record.ts';
import { sourcesOf } from '../../simulators/history/read/sources.ts';
import { type LiveChat, startLiveChat } from '../../simulators/live-chat/start-live-chat.ts';
import { defaultKind, simulatedVendor } from '../../simulators/live-chat/vendors.ts';
import { type MicrosoftSide, startMicrosoftSide } from '../../simulators/microsoft-side.ts';
import { type ChaosWorld, type ChaosWorldOptions, withCallbacks } from '../chaos/chaos-world.ts';
import { calledAsEnvironment } from '../end-to-end/simulators-around.ts';
import { type BridgeProcess, bridgeProcess } from '../end-to-end/world.ts';
import { databaseLeftovers, untilNothingWaits } from './database-leftovers.ts';
import { type OwnDatabase, startOwnDatabase } from './own-database.ts';
import { type RoundRobin, startRoundRobin } from './round-robin.ts';

/** A world with several bridges on one database, behind a load balancer that knows nothing of conversations. */
export interface ReplicatedWorld extends ChaosWorld {
  readonly replicas: readonly BridgeProcess[];
  readonly front: RoundRobin;
  readonly own: OwnDatabase;
  /** Everybody who is running gets requests, but for the given one. */
  balanceWithout(replica?: BridgeProcess): void;
  /** The judges of the history take it for a crash: what was under way has an outcome that its worker never learns. */
  noteCrash(): void;
  /** A replica goes on that stood still since then: what it had begun it sends only now, beside the one that took over. */
  noteStandstill(since: number): void;
}

interface Options
  extends Pick<ChaosWorldOptions, 'settings' | 'callbacks' | 'liveChatKind' | 'calledAs' | 'connection'> {
  readonly replicas?: number;
  /** What `crash` does; without it a replica is killed. */
  readonly disturb?: Disturb;
  /** Teams' limits of sends in a conversation. Default false. */
  readonly enforceLimits?: boolean;
  /** How a replica is run; without it as operators do. */
  readonly program?: Program;
}

export interface Program {
  /** Prepares an empty database; without it this version does. */
  readonly migrate?: (databaseUrl: string) => Promise<void>;
  replica(url: string, environment: Readonly<Record<string, string>>): BridgeProcess | Promise<BridgeProcess>;
}

/** Does something bad to a world in which one replica was chosen, and makes it good again. */
export type Disturb = (world: ReplicatedWorld, chosen: BridgeProcess, downForMs: number) => Promise<void>;

const killAndStart: Disturb = async (world, chosen, downForMs) => {
  world.noteCrash();
  await chosen.kill();
  await new Promise((resolve) => setTimeout(resolve, downForMs));
  await chosen.start();
};

export async function startReplicatedWorld({
  replicas: count = 3,
  settings = {},
  disturb = killAndStart,
  enforceLimits = false,
  program,
  callbacks,
  liveChatKind = defaultKind,
  calledAs = 'skill',
  connection,
}: Options = {}): Promise<ReplicatedWorld> {
  const credentials = newCredentials();
  const own = await startOwnDatabase(program?.migrate ? 'empty' : 'migrated');
  await program?.migrate?.(own.database.url);
  const front = await startRoundRobin();
  const toBridge = await startFaultProxy({ target: front.url });
  const { tenantId, skillApp, copilotApp } = credentials;
  const skillUrl = `${toBridge.url}/api/messages`;
  const microsoft = await startMicrosoftSide({
    tenantId,
    skillApp,
    copilotApp,
    dialect: 'reference',
    calledAs,
    ...(connection && { connection }),
    skillUrl,
    enforceLimits,
  });
  const ends = pairedEnds(credentials, { bridgeUrl: toBridge.url, authority: microsoft.authority });
  const liveChat = await startLiveChat({
    kind: liveChatKind,
    ...simulatedVendor(liveChatKind).pairing(ends).options,
  });
  const toTeams = await startFaultProxy({ target: microsoft.url });
  microsoft.takeRepliesAt(`${toTeams.url}/copilot-studio/`);
  const toLiveChat = await startFaultProxy({ target: liveChat.url, refusal: liveChat.refusal });
  const proxies = { toBridge, toTeams, toLiveChat };
  const shared = {
    ...environmentOf({ proxies, microsoft, own }),
    ...calledAsEnvironment(calledAs, toTeams.url),
    ...settings,
  };
  const replicas: BridgeProcess[] = [];
  for (let number = 0; number < count; number++) {
    replicas.push(await replicaOf({ credentials, microsoft, toLiveChat, liveChatKind, program }, shared));
  }
  await Promise.all(replicas.map((replica) => replica.start()));
  front.balance(replicas.map(portOf));
  return around({ credentials, microsoft, liveChat, proxies, replicas, front, own, callbacks }, disturb);
}

/** Within this time, in milliseconds, a replica that goes on has sent what it had begun. */
const goingOnMs = 2000;
/** Longer than the pause between two attempts, however many there were. */
const longestPauseMs = 25_000;

const portOf = ({ url }: BridgeProcess): number => Number(new URL(url).port);

interface Around {
  readonly proxies: ChaosWorld['proxies'];
  readonly microsoft: MicrosoftSide;
  readonly own: OwnDatabase;
}

const environmentOf = ({ proxies: { toBridge, toTeams, toLiveChat }, microsoft, own }: Around) => ({
  HANDOFF_STORE: 'postgres',
  DATABASE_URL: own.url,
  HANDOFF_DATABASE_POOL: '6',
  // What is not about Teams' pace goes on without it.
  HANDOFF_TEAMS_PER_SECOND: '100000',
  HANDOFF_TEAMS_THREAD_LIMITS: 'none',
  HANDOFF_PUBLIC_URL: toBridge.url,
  HANDOFF_ALLOWED_SERVICE_HOSTS: [microsoft.url, toTeams.url].map((url) => new URL(url).host).join(','),
  HANDOFF_TEAMS_SERVICE_URL: `${toTeams.url}/teams/`,
  Connections__CopilotStudioBot__Settings__AuthorityEndpoint: `${toTeams.url}/entra`,
  LIVECHAT_BASE_URL: toLiveChat.url,
  LOG_LEVEL: 'warn',
});

interface Simulated {
  readonly credentials: Credentials;
  readonly microsoft: MicrosoftSide;
  readonly toLiveChat: FaultProxy;
  readonly liveChatKind: string;
  readonly program: Program | undefined;
}

async function replicaOf(
  { credentials, microsoft, toLiveChat, liveChatKind, program }: Simulated,
  settings: Readonly<Record<string, string>>,
): Promise<BridgeProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    ...bridgeEnvironment({
      port,
      credentials,
      authority: microsoft.authority,
      teamsServiceUrl: microsoft.teamsServiceUrl,
      liveChatUrl: toLiveChat.url,
      liveChatKind,
      dataDirectory: '',
    }),
    ...settings,
  };
  return (await program?.replica(url, environment)) ?? bridgeProcess({ url, environment });
}

interface Parts extends Around {
  readonly credentials: Credentials;
  readonly liveChat: LiveChat;
  readonly replicas: readonly BridgeProcess[];
  readonly front: RoundRobin;
  readonly callbacks: Options['callbacks'];
}

function around(parts: Parts, disturb: Disturb): ReplicatedWorld {
  const { microsoft, liveChat, proxies, replicas, front, own, callbacks } = parts;
  const noted: Event[] = [];
  const random = randomAt('which replica', 0);
  const note = (type: 'crash' | 'restart' | 'healed') =>
    noted.push({ type, party: 'bridge', at: Date.now() });
  const all = (task: (replica: BridgeProcess) => Promise<unknown>) => Promise.all(replicas.map(task));
  const world: ReplicatedWorld = {
    ...parts,
    bridge: everyReplica(front.url, replicas),
    balanceWithout: (left) => front.balance(replicas.filter((each) => each !== left).map(portOf)),
    noteCrash: () => void note('crash'),
    noteStandstill: (since) =>
      void noted.push({ type: 'crash', party: 'bridge', at: since, until: Date.now() + goingOnMs }),
    async crash(downForMs = 0) {
      const replica = replicas[Math.floor(random() * replicas.length)];
      if (replica) await disturb(world, replica, downForMs);
      note('restart');
    },
    async heal() {
      for (const proxy of Object.values(proxies)) proxy.heal();
      liveChat.behave({});
      note('healed');
      await untilNothingWaits(own.database.url, longestPauseMs);
    },
    untilNothingWaits: (withinMs) => untilNothingWaits(own.database.url, withinMs),
    async close() {
      await all((replica) => replica.stop());
      const client = new Client({ connectionString: own.database.url });
      await client.connect();
      noted.push(...(await databaseLeftovers(client)));
      await client.end();
    },
    record() {
      const seen = { ...proxies, toBridge: withCallbacks(proxies.toBridge, callbacks) };
      return readRecord(sourcesOf({ microsoft, liveChat, proxies: seen, noted }));
    },
    async stop() {
      await all((replica) => replica.kill());
      await Promise.all([microsoft.stop(), liveChat.stop(), front.stop()]);
      await Promise.all(Object.values(proxies).map((proxy) => proxy.stop()));
      await own.remove();
    },
  };
  return world;
}

/** All replicas as if they were one. */
function everyReplica(url: string, replicas: readonly BridgeProcess[]): BridgeProcess {
  return {
    url,
    dataDirectory: '',
    output: () => replicas.map((replica) => replica.output()).join(''),
    start: async () => void (await Promise.all(replicas.map((replica) => replica.start()))),
    async stop() {
      const codes = await Promise.all(replicas.map((replica) => replica.stop()));
      return codes.find((code) => code !== 0) ?? 0;
    },
    kill: async () => void (await Promise.all(replicas.map((replica) => replica.kill()))),
    pause: () => replicas.forEach((replica) => void replica.pause()),
    goOn: () => replicas.forEach((replica) => void replica.goOn()),
  };
}
