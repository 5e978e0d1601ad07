import { readdir } from 'node:fs/promises';

/** All migrations, in their order. */
export const migrationNames = async (): Promise<readonly string[]> => {
  const names = await readdir('src/adapters/storage/postgres/schema/migrations');
  return ['0010-baseline', ...names.filter((name) => name.endsWith('.sql')).sort()];
};
