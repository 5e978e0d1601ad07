import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { chmod, chown, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from '../../simulators/free-port.ts';
import { binaries, owner } from './binaries.ts';

/** A server of our own, on 127.0.0.1. */
export interface PostgresServer {
  readonly port: number;
  urlOf(database: string, user?: string): string;
  start(): Promise<void>;
  /** `fast` is orderly; `immediate` ends it as a crash does, so that it has to recover at its next start. */
  stop(how: 'fast' | 'immediate'): Promise<void>;
}

/** Any local user is let in, so the password proves nothing; it is there to be looked for where it must not be. */
export const password = 'PASSWORD-OF-THE-DATABASE';

const urlAt = (port: number, database: string, user = 'postgres'): string =>
  `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;

/** `no`: after a crash of the machine nothing of it could be trusted, and it is twice as fast. */
type Synced = 'synced' | 'no';

/** Makes a server in an empty directory; it is not started yet. */
export async function makeServer(directory: string, synced: Synced): Promise<PostgresServer> {
  const data = join(directory, 'data');
  await mkdir(data, { recursive: true });
  await chmod(directory, 0o755);
  if (owner) await chown(data, owner.uid, owner.gid);
  const programs = await binaries(directory);
  const port = await freePort();
  await run(join(programs, 'initdb'), [
    ...['-D', data, '-U', 'postgres', '--auth=trust', '--locale=C', '--encoding=UTF8'],
    ...['--no-sync', '--no-instructions'],
  ]);
  return serverIn(directory, { port, synced });
}

interface Running {
  readonly port: number;
  readonly synced: Synced;
}

/** A server on the data that a directory has; it is not started yet. */
export async function serverIn(directory: string, { port, synced }: Running): Promise<PostgresServer> {
  const data = join(directory, 'data');
  const programs = await binaries(directory);
  return {
    port,
    urlOf: (database, user) => urlAt(port, database, user),
    async start() {
      const log = openSync(join(directory, 'log'), 'a');
      const child = spawn(join(programs, 'postgres'), ['-D', data, ...settings(port, synced)], {
        ...owner,
        cwd: '/',
        stdio: ['ignore', log, log],
      });
      child.unref();
      closeSync(log);
      await untilServing(port, join(directory, 'log'));
    },
    stop: (how) => stopServer(data, how),
  };
}

const settings = (port: number, synced: Synced): readonly string[] =>
  Object.entries({
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    shared_buffers: '32MB',
    max_connections: 200,
    ...(synced === 'no' && { fsync: 'off', full_page_writes: 'off' }),
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

function run(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { ...owner, cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } }, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

async function untilServing(port: number, log: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const client = new Client({ connectionString: urlAt(port, 'postgres') });
    const isUp = await client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
    if (isUp) return;
    await sleep(50);
  }
  throw new Error(`PostgreSQL did not come up within 20 s:\n${await readFile(log, 'utf8')}`);
}

const signals = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

/** Without effect when it does not run. Resolves when it is gone. */
export async function stopServer(data: string, how: 'fast' | 'immediate'): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  if (!(pid > 1) || !isAlive(pid)) return;
  process.kill(pid, signals[how]);
  while (isAlive(pid)) await sleep(20);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
