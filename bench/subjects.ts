import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import manifest from '../package.json' with { type: 'json' };
import { bridgeEnvironment, type Credentials } from '../simulators/bridge-environment.ts';
import type { Peers } from './peers.ts';
import type { Pinning } from './pinning.ts';

export const subjectNames = [
  'least-relay',
  'sdk-style',
  'memory',
  'lowdb',
  'postgres',
  'postgres-3',
] as const;
export type SubjectName = (typeof subjectNames)[number];

/** A running program that is measured. */
export interface Subject {
  readonly name: SubjectName;
  /** One for each of its processes; all of them serve the same sessions. */
  readonly urls: readonly string[];
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

export interface SubjectSurroundings {
  readonly credentials: Credentials;
  readonly parties: Peers;
  /** An empty, migrated database; only the store `postgres` needs it. */
  readonly databaseUrl?: string;
  /** Where the store `lowdb` keeps its files; a fresh one, removed at the end, when absent. */
  readonly dataDirectory?: string;
  /** The live chat in front of which a bridge is measured; the parties' own, which speaks the reference contract, when absent. */
  readonly liveChat?: { readonly kind: string; readonly url: string };
  /** Where a bridge listens; a free one unless told. */
  readonly port?: number;
  /** Where it runs; wherever the system likes when absent. */
  readonly pinning?: Pinning;
  /** For Node itself, and more of the environment. */
  readonly nodeArguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether throttles and Teams' pace stay as in production. */
  readonly isThrottled?: boolean;
}

const bridgeProgram = fileURLToPath(new URL('../src/main.ts', import.meta.url));
/** What `npm start` tells Node. */
const asStarted = manifest.scripts.start.split(' ').filter((word) => /^--[a-z-]+=/.test(word));
const referenceProgram = (name: string): string =>
  fileURLToPath(new URL(`./references/${name}.ts`, import.meta.url));

/** Starts a program, as a process of its own or as three. Rejects when one ends or does not answer within ten seconds. */
export async function startSubject(name: SubjectName, surroundings: SubjectSurroundings): Promise<Subject> {
  const count = name === 'postgres-3' ? 3 : 1;
  const processes: Process[] = [];
  const stop = async () => void (await Promise.all(processes.map((each) => each.stop())));
  try {
    for (let started = 0; started < count; started++) processes.push(await startProcess(name, surroundings));
  } catch (error) {
    await stop();
    throw error;
  }
  return { name, urls: processes.map(({ url }) => url), pids: processes.map(({ pid }) => pid), stop };
}

interface Process {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

async function startProcess(name: SubjectName, surroundings: SubjectSurroundings): Promise<Process> {
  const port = surroundings.port ?? (await freePort());
  const directory = await mkdtemp(join(tmpdir(), 'handoff-bench-'));
  const place = { ...surroundings, port, directory: surroundings.dataDirectory ?? directory };
  const { program, environment } = await planOf(name, place);
  const { pinning, nodeArguments = [] } = place;
  const [command = process.execPath, ...args] = [
    ...(pinning?.prefix ?? []),
    process.execPath,
    ...(program === bridgeProgram ? asStarted : []),
    ...nodeArguments,
    program,
  ];
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment, ...place.environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGKILL');
    await gone;
    await rm(directory, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  await ready(child, url).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, pid: child.pid ?? 0, stop };
}

interface Plan {
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
}

type Place = SubjectSurroundings & { readonly port: number; readonly directory: string };

async function planOf(name: SubjectName, place: Place): Promise<Plan> {
  const { credentials, parties, port } = place;
  switch (name) {
    case 'least-relay':
    case 'sdk-style': {
      const settings = {
        port,
        tenantId: credentials.tenantId,
        clientId: credentials.skillApp.clientId,
        copilotClientId: credentials.copilotApp.clientId,
        authority: parties.authority,
        liveChatUrl: parties.liveChatUrl,
        teamsServiceUrl: parties.teamsServiceUrl,
      };
      return { program: referenceProgram(name), environment: { BENCH_REFERENCE: JSON.stringify(settings) } };
    }
    case 'memory':
    case 'lowdb':
      return { program: bridgeProgram, environment: bridgeSettings(name, place) };
    case 'postgres':
    case 'postgres-3':
      return { program: bridgeProgram, environment: bridgeSettings('postgres', place) };
  }
}

/** Throttles and Teams' pace are made for people and not for a bench. */
const unthrottled = {
  HANDOFF_RATE_PER_CONVERSATION: '100000',
  HANDOFF_RATE_PER_SESSION: '100000',
  HANDOFF_RATE_KB_PER_CONVERSATION: '100000',
  HANDOFF_RATE_KB_PER_SESSION: '100000',
  HANDOFF_RATE_PER_ADDRESS: '100000',
  HANDOFF_TEAMS_PER_SECOND: '100000',
  HANDOFF_TEAMS_THREAD_LIMITS: 'none',
};

/** Otherwise as in production. */
function bridgeSettings(
  store: 'memory' | 'lowdb' | 'postgres',
  { credentials, parties, port, directory, databaseUrl, liveChat, isThrottled = false }: Place,
): Readonly<Record<string, string>> {
  const { authority, teamsServiceUrl } = parties;
  const { kind: liveChatKind, url: liveChatUrl } = liveChat ?? {
    kind: 'reference',
    url: parties.liveChatUrl,
  };
  const environment = bridgeEnvironment({
    port,
    credentials,
    authority,
    teamsServiceUrl,
    liveChatUrl,
    liveChatKind,
    dataDirectory: directory,
  });
  return {
    ...environment,
    HANDOFF_STORE: store,
    LOG_LEVEL: 'warn',
    ...(!isThrottled && unthrottled),
    ...(store === 'postgres' && databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  };
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-4000);
  });
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`the program ended: ${said}`);
    const answer = await request(`${url}/healthz`).catch(() => undefined);
    await answer?.body.dump();
    if (answer !== undefined && answer.statusCode < 500) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the program does not answer: ${said}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
