import { readdir } from 'node:fs/promises';

/** The files of all migrations, in their order. */
export const migrationNames = async (): Promise<readonly string[]> =>
  (await readdir('src/adapters/storage/postgres/schema/migrations'))
    .filter((name) => name.endsWith('.sql'))
    .sort();
