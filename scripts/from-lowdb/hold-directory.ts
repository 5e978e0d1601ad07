import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Keeps bridges from a data directory without writing into it: a bridge locks a SQLite file for itself, and a reader of that
 * file keeps it from doing so. Throws when a bridge has it. A copy without such a file is free. Gives what ends it.
 */
export function holdDirectory(directory: string): () => void {
  const path = join(directory, 'lock.sqlite');
  if (!existsSync(path)) return () => {};
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    database.exec('BEGIN');
    database.prepare('SELECT count(*) FROM sqlite_master').get();
  } catch (cause) {
    database.close();
    throw new Error(`${directory} is in use by another process. Stop that bridge first.`, { cause });
  }
  return () => database.close();
}
