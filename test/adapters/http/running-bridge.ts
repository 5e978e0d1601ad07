import { Writable } from 'node:stream';
import {
  bridgeEnvironment,
  type Credentials,
  newCredentials,
} from '../../../simulators/bridge-environment.ts';
import { freePort } from '../../../simulators/free-port.ts';
import { type LiveChat, startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { type MicrosoftSide, startMicrosoftSide } from '../../../simulators/microsoft-side.ts';
import { pinoLog } from '../../../src/adapters/system/log.ts';
import { type Bridge, startBridge } from '../../../src/bridge.ts';
import { type Config, readConfig } from '../../../src/config/config.ts';

export interface RunningBridgeOptions {
  readonly liveChatKind?: 'reference' | 'contoso-sample';
  readonly expectReplies?: boolean;
  /** Teams refuses what comes too fast. Default false. */
  readonly enforceLimits?: boolean;
  readonly environment?: Changes | ((credentials: Credentials) => Changes);
  /** The last word on the configuration that was read. */
  readonly adjust?: (config: Config) => Config;
}

type Changes = Readonly<Record<string, string>>;

/** The real bridge inside of the test's own process, among the simulators, over real HTTP. */
export interface RunningBridge {
  readonly url: string;
  readonly bridge: Bridge;
  readonly config: Config;
  /** What the configuration was read from. */
  readonly settings: Changes;
  readonly microsoft: MicrosoftSide;
  readonly liveChat: LiveChat;
  readonly credentials: Credentials;
  /** Every line that the bridge has logged. */
  readonly logLines: readonly string[];
  stop(): Promise<void>;
}

export async function startRunningBridge(options: RunningBridgeOptions = {}): Promise<RunningBridge> {
  const { liveChatKind = 'reference', expectReplies = true, environment = {}, adjust } = options;
  const { enforceLimits = false } = options;
  const credentials = newCredentials();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { tenantId, skillApp, copilotApp, webhookSecret, apiKey } = credentials;
  const microsoft = await startMicrosoftSide({
    tenantId,
    skillApp,
    copilotApp,
    dialect: 'reference',
    expectReplies,
    enforceLimits,
    skillUrl: `${url}/api/messages`,
  });
  const isReference = liveChatKind === 'reference';
  const liveChat = await startLiveChat({
    kind: liveChatKind,
    webhookSecret,
    ...(isReference ? { apiKey } : { callbackUrl: `${url}/api/livechat/messages` }),
  });
  const env = bridgeEnvironment({
    port,
    credentials,
    authority: microsoft.authority,
    teamsServiceUrl: microsoft.teamsServiceUrl,
    liveChatUrl: liveChat.url,
    liveChatKind,
    dataDirectory: '/nonexistent',
  });
  const changes = typeof environment === 'function' ? environment(credentials) : environment;
  const settings = { ...env, HANDOFF_STORE: 'memory', ...changes };
  const read = readConfig(settings);
  const config = adjust ? adjust(read) : read;
  const logLines: string[] = [];
  const bridge = await startBridge(config, pinoLog('info', collecting(logLines)));
  const stop = async () => {
    await bridge.stop();
    await Promise.all([microsoft.stop(), liveChat.stop()]);
  };
  return { url, bridge, config, settings, microsoft, liveChat, credentials, logLines, stop };
}

function collecting(lines: string[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
}
