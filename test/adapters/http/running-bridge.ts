import { Writable } from 'node:stream';
import type { Credentials } from '../../../simulators/bridge-environment.ts';
import type { LiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import type { MicrosoftSide } from '../../../simulators/microsoft-side.ts';
import { pinoLog } from '../../../src/adapters/system/log.ts';
import type { Log } from '../../../src/application/ports/log.ts';
import { type Bridge, startBridge } from '../../../src/bridge.ts';
import { type Config, readConfig } from '../../../src/config/config.ts';
import { type SimulatorOptions, simulatorsAround } from '../../end-to-end/simulators-around.ts';

export interface RunningBridgeOptions
  extends Pick<SimulatorOptions, 'liveChatKind' | 'enforceLimits' | 'calledAs' | 'connection'> {
  readonly expectReplies?: boolean;
  readonly environment?: Changes | ((credentials: Credentials) => Changes);
  /** Starts it in another way, such as with secrets from elsewhere. */
  readonly start?: (settings: Changes, log: Log) => Promise<Pick<RunningBridge, 'bridge' | 'config'>>;
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
  const { expectReplies = true, environment = {}, adjust, start, ...kinds } = options;
  const around = await simulatorsAround({ ...kinds, expectReplies });
  const { microsoft, liveChat, credentials, bridgeUrl: url } = around;
  const changes = typeof environment === 'function' ? environment(credentials) : environment;
  const settings = { ...around.environment('/nonexistent'), HANDOFF_STORE: 'memory', ...changes };
  const logLines: string[] = [];
  const log = pinoLog('info', collecting(logLines));
  const { config, bridge } = await (start ?? startWith(adjust))(settings, log);
  const stop = async () => {
    await bridge.stop();
    await around.stop();
  };
  return { url, bridge, config, settings, microsoft, liveChat, credentials, logLines, stop };
}

const startWith =
  (adjust = (config: Config): Config => config) =>
  async (settings: Changes, log: Log) => {
    const config = adjust(readConfig(settings));
    return { config, bridge: await startBridge(config, log) };
  };

function collecting(lines: string[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
}
