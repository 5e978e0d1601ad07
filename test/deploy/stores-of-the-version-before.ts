import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  databaseAt,
  insertRows,
  rowsOf,
  storedByVersion9,
} from '../adapters/storage/postgres/schema/version-9/database.ts';

/** What release 0.2.0 left, and what becomes of it. */
export interface StoreOfTheVersionBefore {
  readonly environment: Readonly<Record<string, string>>;
  /** What is run before this version starts on it. */
  readonly scripts: readonly string[];
  /** An open session in it. */
  readonly session: string;
  /** Makes it the store of a version after this one. */
  makeNewer(): Promise<void>;
  /** All that it holds. */
  content(): Promise<unknown>;
  remove(): Promise<void>;
}

export async function filesOfTheVersionBefore(): Promise<StoreOfTheVersionBefore> {
  const directory = await mkdtemp(join(tmpdir(), 'handoff-upgrade-'));
  await cp('test/adapters/storage/version-before/journal', directory, { recursive: true });
  return {
    environment: { HANDOFF_STORE: 'lowdb', HANDOFF_DATA_DIR: directory },
    scripts: [],
    session: 'active',
    makeNewer: () => writeFile(join(directory, 'format.json'), '{"format":9999}'),
    async content() {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true });
      const files = entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name));
      return Promise.all(files.toSorted().map(async (file) => [file, await readFile(file, 'base64')]));
    },
    remove: () => rm(directory, { recursive: true }),
  };
}

export async function databaseOfTheVersionBefore(): Promise<StoreOfTheVersionBefore> {
  const database = await databaseAt(9);
  await insertRows(database.admin, await storedByVersion9());
  return {
    environment: { HANDOFF_STORE: 'postgres', DATABASE_URL: database.url },
    scripts: ['scripts/migrate.ts'],
    session: 'session-active',
    async makeNewer() {
      await database.admin.query(
        `insert into handoff.migrations (number, name, works_from) values (9999, '9999-later.sql', 9999)`,
      );
    },
    async content() {
      const { rows } = await database.admin.query('select * from handoff.migrations order by number');
      return { rows, ...(await rowsOf(database.admin)) };
    },
    remove: () => database.drop(),
  };
}
