import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { printable } from '../../src/domain/printable.ts';
import { bridgeEnvironment, type Credentials, pairedEnds } from '../bridge-environment.ts';
import { bridgeLog } from '../console/bridge-log.ts';
import type { Lines, Rehearsal } from '../console/rehearsal.ts';
import { startConsole } from '../console/start-console.ts';
import { sourcesOf } from '../history/read/sources.ts';
import { type LiveChat, startLiveChat } from '../live-chat/start-live-chat.ts';
import { simulatedVendor } from '../live-chat/vendors.ts';
import { type MicrosoftSide, startMicrosoftSide } from '../microsoft-side.ts';
import { readSolutionFile } from '../solution/read/read-solution-file.ts';
import { demoBridge } from './demo-bridge.ts';
import { lineTroubles, startLines, stopLines } from './demo-lines.ts';
import { type DemoPlayground, startDemoPlayground } from './demo-playground.ts';
import { readDemoState, writeDemoState } from './demo-state.ts';
import { demoStories } from './demo-stories.ts';
import type { DemoOptions } from './options.ts';
import { availablePorts, type Ports } from './ports.ts';
import { recordedStory } from './recorded-story.ts';

export interface Demo {
  readonly consoleUrl: string;
  readonly customerPageUrl: string;
  readonly deskUrl: string;
  readonly bridgeUrl: string;
  readonly logFile: string;
  readonly ports: Ports;
  /** The ports that this run would have used had they been free. */
  readonly wantedPorts: Ports;
  stop(): Promise<void>;
}

/** Starts all systems of a handoff, each on a port of its own, and the console between them. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { directory, withPlayground } = options;
  const state = await readDemoState(directory);
  const { credentials } = state;
  const ports = await availablePorts(state.ports, withPlayground);
  await writeDemoState(directory, { credentials, ports });
  const logFile = join(directory, 'bridge.log');
  const adminToken = randomBytes(24).toString('base64url');
  const log = bridgeLog();
  let environment: Readonly<Record<string, string>> = {};
  const bridge = await demoBridge({ logFile, adminToken, onLine: log.read }, () => environment);
  const playground = withPlayground ? await startDemoPlayground(ports, directory) : undefined;
  const peers = await startPeers(options, { credentials, ports, playground });
  const { microsoft, liveChat } = peers;
  const ends = { teams: microsoft.teamsServiceUrl, liveChat };
  const troubles = lineTroubles();
  const lines = await startLines({ ports, bridge: bridge.url, ...ends }, troubles);
  if (isOverLine(options)) microsoft.takeRepliesAt(`${lines.toTeams.url}/copilot-studio/`);
  const platform = { ...peers, lines, credentials };
  environment = { ...environmentOf(options, platform), HANDOFF_ADMIN_TOKEN: adminToken };
  await bridge.start();
  const rehearsal = {
    ...rehearsalOf(platform, { bridge, bridgeLog: log, adminToken, withPlayground }),
    recorded: (conversationId: string) =>
      recordedStory(sourcesOf({ microsoft, liveChat, proxies: lines, noted: [] }), {
        conversationId,
        skips: bridge.skips,
      }),
    ...(!withPlayground && {
      stories: await demoStories({ ...peers, lines, troubles, bridge, adminToken, channel: options.channel }),
    }),
  };
  const console = await startConsole(rehearsal, ports.console);
  return {
    consoleUrl: `${console.url}/`,
    customerPageUrl: microsoft.customerPageUrl,
    deskUrl: liveChat.deskUrl,
    bridgeUrl: lines.toBridge.url,
    logFile,
    ports,
    wantedPorts: state.ports,
    async stop() {
      await console.stop();
      await bridge.stop();
      await Promise.all([microsoft.stop(), liveChat.stop(), playground?.stop(), stopLines(lines)]);
    },
  };
}

interface Peers {
  readonly microsoft: MicrosoftSide;
  readonly liveChat: LiveChat;
}

interface PeerOptions {
  readonly credentials: Credentials;
  readonly ports: Ports;
  readonly playground: DemoPlayground | undefined;
}

async function startPeers(
  { calledAs, channel, dialect, liveChatKind, directory, solutionFile, agent }: DemoOptions,
  { credentials, ports, playground }: PeerOptions,
): Promise<Peers> {
  const { tenantId, skillApp, copilotApp, liveChatApp } = credentials;
  const bridgeUrl = `http://127.0.0.1:${ports.bridge}`;
  const framedBy = `http://127.0.0.1:${ports.console}`;
  const microsoft = await startMicrosoftSide({
    port: ports.microsoft,
    tenantId,
    skillApp,
    copilotApp,
    liveChatApp,
    calledAs,
    channel,
    dialect,
    skillUrl: `${bridgeUrl}/api/messages`,
    stateFile: join(directory, 'microsoft.json'),
    enforceLimits: true,
    framedBy,
    ...(playground ? { playground: playground.address } : {}),
    ...(solutionFile !== undefined && {
      solution: await readSolutionFile(solutionFile, agent === undefined ? {} : { agent }),
    }),
    reported: (problem) =>
      process.stderr.write(`  ${printable(problem instanceof Error ? problem.message : String(problem))}\n`),
  });
  const liveChat = await startLiveChat({
    port: ports.liveChat,
    kind: liveChatKind,
    stateFile: join(directory, `live-chat-${liveChatKind}.json`),
    framedBy,
    ...simulatedVendor(liveChatKind).pairing(
      pairedEnds(credentials, { bridgeUrl, authority: microsoft.authority }),
    ).options,
  });
  return { microsoft, liveChat };
}

/** What the bridge says at a callback is seen, and can be disturbed, on the line to Teams; with the Playground that leads elsewhere. */
const isOverLine = ({ calledAs, withPlayground }: DemoOptions): boolean =>
  calledAs === 'connected-agent' && !withPlayground;

interface Platform extends Peers {
  readonly lines: Lines;
  readonly credentials: Credentials;
}

/** The bridge listens on any port, behind the line that has its address. */
function environmentOf(
  options: DemoOptions,
  { microsoft, lines, credentials }: Platform,
): Readonly<Record<string, string>> {
  const { calledAs, channel, liveChatKind, directory } = options;
  const { pathname } = new URL(microsoft.teamsServiceUrl);
  const environment = bridgeEnvironment({
    port: 0,
    credentials,
    authority: microsoft.authority,
    teamsServiceUrl: `${lines.toTeams.url}${pathname}`,
    copilotServiceUrl: isOverLine(options) ? lines.toTeams.url : microsoft.copilotServiceUrl,
    calledAs,
    channel,
    liveChatUrl: lines.toLiveChat.url,
    liveChatKind,
    dataDirectory: join(directory, 'bridge'),
  });
  // Sessions of before may know Teams by its own address.
  const hosts = new Set([environment.HANDOFF_ALLOWED_SERVICE_HOSTS, new URL(microsoft.teamsServiceUrl).host]);
  return {
    ...environment,
    HANDOFF_PUBLIC_URL: lines.toBridge.url,
    HANDOFF_ALLOWED_SERVICE_HOSTS: [...hosts].join(','),
  };
}

interface Inside extends Pick<Rehearsal, 'bridge' | 'bridgeLog'> {
  readonly adminToken: string;
  readonly withPlayground: boolean;
}

function rehearsalOf(
  { microsoft, liveChat, lines, credentials }: Platform,
  { bridge, bridgeLog, adminToken, withPlayground }: Inside,
): Rehearsal {
  const { skillApp, copilotApp, liveChatApp, webhookSecret, apiKey } = credentials;
  const { customerPageUrl } = microsoft;
  return {
    bridge,
    bridgeLog,
    lines,
    teams: microsoft.teams,
    copilotStudio: microsoft.copilotStudio,
    liveChat,
    pages: {
      ...(withPlayground ? {} : { customer: customerPageUrl }),
      customerAlone: customerPageUrl,
      desk: liveChat.deskUrl,
    },
    secrets: [
      skillApp.clientSecret,
      copilotApp.clientSecret,
      liveChatApp.clientSecret,
      webhookSecret,
      apiKey,
      adminToken,
    ],
  };
}
