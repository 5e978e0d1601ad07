import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase } from '../test/postgres/fresh-database.ts';
import { makeServer } from '../test/postgres/server.ts';

/** A PostgreSQL of the bench's own, which syncs as one in production does. */
export interface Database {
  /** A migrated database of its own. */
  freshUrl(): Promise<string>;
  /** Processor time of all its processes so far, in milliseconds. */
  cpuMs(): number;
  stop(): Promise<void>;
}

export async function startDatabase(): Promise<Database> {
  const directory = await mkdtemp(join(tmpdir(), 'handoff-bench-postgres-'));
  const server = await makeServer(directory, 'synced');
  await server.start();
  const pidFile = readFileSync(join(directory, 'data', 'postmaster.pid'), 'utf8');
  const postmaster = Number.parseInt(pidFile, 10);
  const databases: Awaited<ReturnType<typeof freshDatabase>>[] = [];
  return {
    async freshUrl() {
      const database = await freshDatabase(server.urlOf('postgres'));
      databases.push(database);
      return database.url;
    },
    cpuMs: () => cpuMsOf(postmaster),
    async stop() {
      for (const { admin } of databases) await admin.end().catch(() => undefined);
      await server.stop('fast');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const tickMs = 10;

/** Of the postmaster, of its children, and of those that have ended, whose time it has inherited. */
function cpuMsOf(postmaster: number): number {
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const fields = statOf(pid);
    if (fields === undefined) continue;
    const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11, 15).map(Number);
    if (Number(pid) === postmaster) ticks += user + system + childrenUser + childrenSystem;
    else if (Number(fields[1]) === postmaster) ticks += user + system;
  }
  return ticks * tickMs;
}

/** The fields behind the name; absent when the process has ended meanwhile. */
function statOf(pid: string): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    // Processes come and go while one looks.
    return undefined;
  }
}
