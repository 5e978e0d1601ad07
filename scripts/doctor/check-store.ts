import { existsSync } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { CheckedPoint } from '../../src/adapters/live-chat/vendor.ts';
import { expectKnownFormat } from '../../src/adapters/storage/lowdb/directory/directory-format.ts';
import { DatabaseNotReady } from '../../src/adapters/storage/postgres/connection/database-not-ready.ts';
import { expectReady } from '../../src/adapters/storage/postgres/connection/expect-ready.ts';
import type { Config } from '../../src/config/config.ts';
import { fine, unknown, wrong } from './asked.ts';

/** The store can be written, and has room. */
export async function checkStore({
  store,
  dataDirectory,
  database,
}: Config): Promise<readonly CheckedPoint[]> {
  if (store === 'memory') {
    const advice = 'Everything is forgotten at the end: set HANDOFF_STORE to lowdb or postgres.';
    return [unknown('the store', 'memory', advice)];
  }
  if (database) return [await checkDatabase(database)];
  return checkDirectory(resolve(dataDirectory));
}

async function checkDatabase(database: NonNullable<Config['database']>): Promise<CheckedPoint> {
  const tried = 'the database of DATABASE_URL';
  try {
    await expectReady(database);
    return fine(tried, 'ready, with all migrations');
  } catch (error) {
    const isOurs = error instanceof DatabaseNotReady;
    const code = error instanceof Error && 'code' in error && error.code ? ` ${String(error.code)}` : '';
    return isOurs
      ? wrong(tried, error.message, 'Do what it says.')
      : wrong(
          tried,
          `not reached${code}`,
          'See whether host, port, user, password and sslmode of DATABASE_URL are right.',
        );
  }
}

const roomAtLeast = { wrong: 100 * 1024 ** 2, unknown: 1024 ** 3 };

async function checkDirectory(directory: string): Promise<readonly CheckedPoint[]> {
  const tried = `the files in ${directory}`;
  // One that is not there yet is made by the bridge.
  const nearest = nearestOf(directory);
  const advice =
    'HANDOFF_DATA_DIR has to be a folder of the bridge’s own, on a local disk, that its user may write.';
  try {
    // Rights alone tell nothing of a full or read-only disk.
    await rm(await mkdtemp(join(nearest, 'handoff-doctor-')), { recursive: true });
  } catch {
    return [wrong(tried, `${nearest} cannot be written`, advice)];
  }
  const newer = await tooNew(directory);
  if (newer !== undefined) return [wrong(tried, newer, 'Do what it says.')];
  const { bavail, bsize } = await statfs(nearest);
  const free = bavail * bsize;
  const came = `${Math.round(free / 1024 ** 2)} MB are free`;
  const more = 'When the disk is full, the bridge refuses everything with 503: make room.';
  const room = (of: typeof fine | typeof wrong) => of(`room on the disk of ${nearest}`, came, more);
  if (free < roomAtLeast.wrong) return [fine(tried, 'can be written'), room(wrong)];
  return [fine(tried, 'can be written'), room(free < roomAtLeast.unknown ? unknown : fine)];
}

/** What the bridge would say at its start of files that it does not know. */
const tooNew = (directory: string): Promise<string | undefined> =>
  expectKnownFormat(directory).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

const nearestOf = (path: string): string => (existsSync(path) ? path : nearestOf(dirname(path)));
