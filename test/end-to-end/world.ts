import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Credentials } from '../../simulators/bridge-environment.ts';
import { childEnvironment } from '../../simulators/child-environment.ts';
import type { LiveChat } from '../../simulators/live-chat/start-live-chat.ts';
import type { MicrosoftSide } from '../../simulators/microsoft-side.ts';
import { type SimulatorOptions, type SimulatorsAround, simulatorsAround } from './simulators-around.ts';

export interface WorldOptions
  extends Pick<SimulatorOptions, 'dialect' | 'liveChatKind' | 'calledAs' | 'connection'> {
  readonly expectReplies?: boolean;
  /** Settings of the bridge that differ from what the simulators need. */
  readonly environment?: Environment | ((simulators: SimulatorsAround) => Promise<Environment>);
  /** Run in place of `src/main.ts`. */
  readonly program?: string;
}

type Environment = Readonly<Record<string, string>>;

/** Everybody who takes part in a handoff, each over real HTTP: the simulators, and the bridge as a process of its own. */
export interface World {
  readonly microsoft: MicrosoftSide;
  readonly liveChat: LiveChat;
  readonly credentials: Credentials;
  readonly bridge: BridgeProcess;
  stop(): Promise<void>;
}

export interface BridgeProcess {
  readonly url: string;
  readonly dataDirectory: string;
  /** All that the process has written so far. */
  output(): string;
  start(): Promise<void>;
  /** As an operator ends it: SIGTERM, and then its exit code. */
  stop(): Promise<number | null>;
  /** As the power cut does: SIGKILL. */
  kill(): Promise<void>;
  /** Stands still, with all its connections open, until it is told to go on. */
  pause(): void;
  goOn(): void;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { expectReplies = false, environment = {}, program, ...kinds } = options;
  const around = await simulatorsAround({ ...kinds, expectReplies });
  const { microsoft, liveChat, credentials, bridgeUrl } = around;
  const dataDirectory = await mkdtemp(join(tmpdir(), 'handoff-'));
  const own = typeof environment === 'function' ? await environment(around) : environment;
  const settings = { ...around.environment(dataDirectory), ...own };
  const bridge = bridgeProcess({
    url: bridgeUrl,
    dataDirectory,
    environment: settings,
    ...(program !== undefined && { program }),
  });
  await bridge.start();
  return {
    microsoft,
    liveChat,
    credentials,
    bridge,
    async stop() {
      await bridge.kill();
      await around.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

interface BridgeOptions {
  readonly url: string;
  readonly environment: Environment;
  /** Absent for a bridge that keeps nothing in files. */
  readonly dataDirectory?: string;
  /** Where the sources are: another version of them, say. Default: the ones of this test. */
  readonly sources?: string;
  /** Default: the one that operators run. */
  readonly program?: string;
}

/** A bridge that is not started yet. */
export function bridgeProcess({
  url,
  environment,
  dataDirectory = '',
  sources = process.cwd(),
  program = 'src/main.ts',
}: BridgeOptions): BridgeProcess {
  let running: { readonly child: ChildProcess; readonly exit: Promise<number | null> } | undefined;
  let output = '';
  async function signal(name: NodeJS.Signals): Promise<number | null> {
    if (!running) return null;
    const { child, exit } = running;
    running = undefined;
    child.kill(name);
    return exit;
  }
  return {
    url,
    dataDirectory,
    output: () => output,
    async start() {
      const env = { ...childEnvironment(), ...environment };
      const child = spawn(process.execPath, [program], {
        env,
        cwd: sources,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
      running = { child, exit };
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          output += chunk.toString();
        });
      }
      const gone = exit.then((code) => {
        throw new Error(`the bridge ended with ${code} before it was ready:\n${output}`);
      });
      await Promise.race([ready(url), gone]);
    },
    stop: () => signal('SIGTERM'),
    kill: async () => void (await signal('SIGKILL')),
    pause: () => void running?.child.kill('SIGSTOP'),
    goOn: () => void running?.child.kill('SIGCONT'),
  };
}

async function ready(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const isUp = await fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the bridge did not come up within 10 s');
}
