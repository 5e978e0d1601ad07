import { bridgeEnvironment, type Credentials, pairedEnds } from '../../../bridge-environment.ts';
import type { SigningKey } from '../../../entra/signing-keys.ts';
import { type FaultProxy, startFaultProxy } from '../../../faults/fault-proxy.ts';
import type { Refusal } from '../../../faults/planned-refusal.ts';
import { type LiveChat, startLiveChat } from '../../../live-chat/start-live-chat.ts';
import { defaultKind, simulatedVendor } from '../../../live-chat/vendors.ts';
import { type MicrosoftSide, startMicrosoftSide } from '../../../microsoft-side.ts';
import type { Solution } from '../../../solution/solution.ts';
import type { StoryTime } from '../../time/story-time.ts';
import type { StorySettings } from './settings.ts';
import { type Troubles, troubles } from './troubles.ts';

/** The ways between the bridge and others: requests from copilot and live chat, to Teams, and to the live chat. */
export type Way = 'toBridge' | 'toTeams' | 'toLiveChat';

/** The peers of a bridge, with a fault proxy on every way to and from it. */
export interface Peers {
  readonly microsoft: MicrosoftSide;
  readonly liveChat: LiveChat;
  readonly proxies: Readonly<Record<Way, FaultProxy>>;
  readonly troubles: Readonly<Record<Way, Troubles>>;
  stop(): Promise<void>;
}

export interface PeerPorts extends Readonly<Record<Way, number>> {
  readonly microsoft: number;
}

interface PeersOptions {
  readonly credentials: Credentials;
  readonly settings: StorySettings;
  readonly time: () => StoryTime;
  /** Where the bridge listens now. */
  readonly bridge: () => string;
  /** The copilot's topics, in place of our own agent's. */
  readonly solution?: Solution;
  /** A live chat that runs elsewhere, in place of ours. */
  readonly liveChatAt?: string;
  /** Of Entra, for a bridge that has fetched it. */
  readonly signingKey?: SigningKey;
  /** Free ones unless told. */
  readonly ports?: PeerPorts;
}

export async function startPeers(options: PeersOptions): Promise<Peers> {
  const { credentials, settings, time, bridge, solution, liveChatAt, ports } = options;
  const { tenantId, skillApp, copilotApp, liveChatApp } = credentials;
  const ways = { toBridge: troubles(time), toTeams: troubles(time), toLiveChat: troubles(time) };
  const way = (name: Way, target: string | (() => string), refusal?: Refusal) =>
    startFaultProxy({
      target,
      watch: ways[name].watch,
      ...(ports && { port: ports[name] }),
      ...(refusal && { refusal }),
    });
  const toBridge = await way('toBridge', bridge);
  const microsoft = await startMicrosoftSide({
    tenantId,
    skillApp,
    copilotApp,
    liveChatApp,
    ...(settings.calledAs && { calledAs: settings.calledAs }),
    ...(settings.channel && { channel: settings.channel }),
    ...(settings.connection && { connection: settings.connection }),
    dialect: settings.topics ?? 'reference',
    expectReplies: settings.expectReplies ?? false,
    enforceLimits: settings.teamsLimits ?? false,
    skillUrl: `${toBridge.url}/api/messages`,
    ...(solution && { solution }),
    ...(ports && { port: ports.microsoft }),
    ...(options.signingKey && { signingKey: options.signingKey }),
  });
  const kind = settings.liveChat ?? defaultKind;
  const ends = pairedEnds(credentials, { bridgeUrl: toBridge.url, authority: microsoft.authority });
  const liveChat = await startLiveChat({
    kind,
    autoJoin: settings.agentIsFree ?? false,
    pause: (ms, signal) => time().sleep(ms, signal),
    ...simulatedVendor(kind).pairing(ends).options,
  });
  const toTeams = await way('toTeams', microsoft.url);
  // What is said at a callback meets what is on the way to Teams.
  if (settings.calledAs === 'connected-agent') microsoft.takeRepliesAt(`${toTeams.url}/copilot-studio/`);
  const toLiveChat = await way('toLiveChat', liveChatAt ?? liveChat.url, liveChat.refusal);
  const proxies = { toBridge, toTeams, toLiveChat };
  return {
    microsoft,
    liveChat,
    proxies,
    troubles: ways,
    async stop() {
      const all = [microsoft, liveChat, ...Object.values(proxies)];
      await Promise.all(all.map((each) => each.stop()));
    },
  };
}

interface BridgeAmong {
  readonly credentials: Credentials;
  readonly peers: Peers;
  readonly settings: StorySettings;
  readonly port: number;
  readonly dataDirectory: string;
  readonly adminToken: string;
}

/** The settings of a bridge that lives among these parties. */
export function settingsAmong(among: BridgeAmong): Readonly<Record<string, string>> {
  const { credentials, peers, settings, port, dataDirectory, adminToken } = among;
  const { microsoft, proxies } = peers;
  const hosts = [microsoft.url, proxies.toTeams.url].map((url) => new URL(url).host);
  return {
    ...bridgeEnvironment({
      port,
      credentials,
      authority: microsoft.authority,
      teamsServiceUrl: `${proxies.toTeams.url}/teams/`,
      liveChatUrl: proxies.toLiveChat.url,
      liveChatKind: settings.liveChat ?? defaultKind,
      dataDirectory,
      ...(settings.calledAs && { calledAs: settings.calledAs }),
      ...(settings.channel && { channel: settings.channel }),
    }),
    HANDOFF_PUBLIC_URL: proxies.toBridge.url,
    HANDOFF_ALLOWED_SERVICE_HOSTS: hosts.join(','),
    HANDOFF_ADMIN_TOKEN: adminToken,
  };
}
