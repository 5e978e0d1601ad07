import { join } from 'node:path';
import { pino } from 'pino';
import { pinoLog } from '../../src/adapters/system/log.ts';
import { type Bridge, startBridge } from '../../src/bridge.ts';
import { readConfig } from '../../src/config.ts';
import { bridgeEnvironment } from '../bridge-environment.ts';
import { startLiveChat } from '../live-chat/start-live-chat.ts';
import { startMicrosoftSide } from '../microsoft-side.ts';
import { readKept, writeKept } from './kept.ts';
import type { DemoOptions } from './options.ts';
import { availablePorts, type Ports } from './ports.ts';

export interface Demo {
  readonly customerPageUrl: string;
  readonly deskUrl: string;
  readonly bridgeUrl: string;
  readonly logFile: string;
  readonly ports: Ports;
  /** The ports that this run would have used had they been free. */
  readonly wantedPorts: Ports;
  stop(): Promise<void>;
}

/** Starts everybody who takes part in a handoff, each on a port of its own. */
export async function startDemo({ dialect, liveChatKind, directory }: DemoOptions): Promise<Demo> {
  const kept = await readKept(directory);
  const { credentials } = kept;
  const ports = await availablePorts(kept.ports);
  await writeKept(directory, { credentials, ports });
  const bridgeUrl = `http://127.0.0.1:${ports.bridge}`;
  const microsoft = await startMicrosoftSide({
    port: ports.microsoft,
    tenantId: credentials.tenantId,
    skillApp: credentials.skillApp,
    copilotApp: credentials.copilotApp,
    dialect,
    skillUrl: `${bridgeUrl}/api/messages`,
    stateFile: join(directory, 'microsoft.json'),
    enforceLimits: true,
  });
  const liveChat = await startLiveChat({
    port: ports.liveChat,
    kind: liveChatKind,
    webhookSecret: credentials.webhookSecret,
    stateFile: join(directory, `live-chat-${liveChatKind}.json`),
    ...(liveChatKind === 'reference'
      ? { apiKey: credentials.apiKey }
      : { callbackUrl: `${bridgeUrl}/api/livechat/messages` }),
  });
  const logFile = join(directory, 'bridge.log');
  const bridge = await startDemoBridge(logFile, {
    port: ports.bridge,
    credentials,
    authority: microsoft.authority,
    teamsServiceUrl: microsoft.teamsServiceUrl,
    liveChatUrl: liveChat.url,
    liveChatKind,
    dataDirectory: join(directory, 'bridge'),
  });
  return {
    customerPageUrl: microsoft.customerPageUrl,
    deskUrl: liveChat.deskUrl,
    bridgeUrl,
    logFile,
    ports,
    wantedPorts: kept.ports,
    async stop() {
      await bridge.stop();
      await Promise.all([microsoft.stop(), liveChat.stop()]);
    },
  };
}

function startDemoBridge(
  logFile: string,
  surroundings: Parameters<typeof bridgeEnvironment>[0],
): Promise<Bridge> {
  // In a file, so that the terminal stays readable.
  const log = pinoLog('info', pino.destination({ dest: logFile, mkdir: true, sync: false }));
  return startBridge(readConfig(bridgeEnvironment(surroundings)), log);
}
