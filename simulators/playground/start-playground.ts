import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export interface PlaygroundOptions {
  readonly port: number;
  /** The bot's endpoint, to which everything that happens in the Playground is posted. */
  readonly botUrl: string;
  /** Of the personal chat with the bot. The same at every start, so that open sessions go on. */
  readonly conversationId: string;
  /** Where the Playground writes its log. */
  readonly directory: string;
}

export interface Playground {
  /** Where the customer types. */
  readonly url: string;
  stop(): Promise<void>;
}

const endWithParent = new URL('./end-with-parent-process.ts', import.meta.url).href;

const patienceMs = 30_000;
const stopWithinMs = 3_000;

const playgroundUrl = (port: number): string => `http://127.0.0.1:${port}/`;

/** The Bot Connector API of a Playground on this port. */
export const playgroundConnectorUrl = (port: number): string => `${playgroundUrl(port)}_connector/`;

/**
 * Starts Microsoft's Agents Playground in a process of its own, without a browser and without telemetry. Rejects with a
 * sentence for a person when it is not installed, does not start, or finds its port taken.
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const command = playgroundCommand();
  await mkdir(options.directory, { recursive: true });
  const child = spawn(process.execPath, ['--import', endWithParent, command, ...argumentsOf(options)], {
    cwd: options.directory,
    env: { ...process.env, TEAMSAPPTESTER_BROWSER: 'none' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = () => stopped(child, exited);
  try {
    const port = await listeningPort(child, exited);
    if (port !== options.port) throw new Error(`Port ${options.port} is taken.`);
  } catch (cause) {
    await stop();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The Agents Playground did not start. ${reason}`, { cause });
  }
  return { url: playgroundUrl(options.port), stop };
}

function playgroundCommand(): string {
  try {
    return fileURLToPath(import.meta.resolve('@microsoft/m365agentsplayground/cli.js'));
  } catch (cause) {
    throw new Error(
      '--playground needs the package @microsoft/m365agentsplayground, which comes with "npm ci" unless development packages are left out.',
      { cause },
    );
  }
}

function argumentsOf({ port, botUrl, conversationId }: PlaygroundOptions): readonly string[] {
  return [
    'start',
    ...['--app-endpoint', botUrl],
    ...['--channel-id', 'msteams'],
    ...['--conversation-id', conversationId],
    ...['--port', String(port)],
    ...['--service-url', playgroundConnectorUrl(port).replace(/\/$/, '')],
    '--disable-telemetry',
  ];
}

/** The port that it says it listens on: another than it was told when that one was taken. */
function listeningPort(child: ChildProcess, exited: Promise<void>): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(
      () => reject(new Error(`It was silent for ${patienceMs / 1000} s.`)),
      patienceMs,
    );
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
      const port = /Listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    void exited.then(() => reject(new Error(`It ended at once:\n${output.trim()}`)));
    child.once('exit', () => clearTimeout(timer));
    child.stdout?.once('data', () => clearTimeout(timer));
  });
}

async function stopped(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await exited;
  clearTimeout(timer);
}
