import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { BridgeProcess } from '../end-to-end/world.ts';
import { archivedServer } from '../postgres/base-backup.ts';
import { freshDatabase } from '../postgres/fresh-database.ts';
import { makeServer } from '../postgres/server.ts';

/** A store, and how an operator backs it up and brings it back. */
export interface BackedUpStore {
  readonly environment: Readonly<Record<string, string>>;
  /** Leaves the bridge running. */
  backUp(bridge: BridgeProcess): Promise<void>;
  /** The bridge does not run meanwhile. What the store held is lost but for the backup. */
  loseAndRestore(bridge: BridgeProcess): Promise<void>;
  remove(): Promise<void>;
}

const run = promisify(execFile);

/** The commands for `sh` on the page for operators, the one block that has this word. */
async function commandsWith(word: string): Promise<string> {
  const page = await readFile('docs/upgrade-and-backup.md', 'utf8');
  const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, text = '']) => text);
  const [found, ...others] = blocks.filter((text) => text.includes(word));
  if (found === undefined || others.length > 0) throw new Error(`not one block of commands with ${word}`);
  return found;
}

/** The directory of files, by the commands that the page for operators has. */
export async function backedUpFiles(): Promise<BackedUpStore> {
  const backup = await mkdtemp(join(tmpdir(), 'handoff-backup-'));
  const runWith = async (word: string, dataDirectory: string) => {
    const env = { PATH: process.env.PATH, HANDOFF_DATA_DIR: dataDirectory };
    await run('sh', ['-eu', '-c', await commandsWith(word)], { cwd: backup, env });
  };
  return {
    environment: { HANDOFF_STORE: 'lowdb' },
    async backUp(bridge) {
      await bridge.stop();
      await runWith('tar -czf', bridge.dataDirectory);
      await bridge.start();
    },
    async loseAndRestore({ dataDirectory }) {
      await runWith('tar -xzf', dataDirectory);
      await rm(`${dataDirectory}.before`, { recursive: true });
    },
    remove: () => rm(backup, { recursive: true }),
  };
}

const now = z.tuple([z.object({ at: z.string() })]);

/** A base backup of the running server and its archived log, restored to a point in time after that backup. */
export async function backedUpDatabase(): Promise<BackedUpStore> {
  const directory = await mkdtemp(join(tmpdir(), 'handoff-backup-'));
  await chmod(directory, 0o755);
  const server = await makeServer(directory, 'synced');
  await server.start();
  const archived = await archivedServer(directory, server);
  const database = await freshDatabase(server.urlOf('postgres'));
  await archived.backUp();
  let moment = '';
  return {
    environment: { HANDOFF_STORE: 'postgres', DATABASE_URL: database.url },
    async backUp() {
      const { rows } = await database.admin.query('select clock_timestamp()::text as at');
      [{ at: moment }] = now.parse(rows);
      // Commits of the same moment would be on either side.
      await sleep(5);
    },
    async loseAndRestore() {
      await database.admin.end();
      await archived.restoreAsOf(moment);
    },
    async remove() {
      await database.admin.end();
      await server.stop('immediate');
      await rm(directory, { recursive: true });
    },
  };
}
