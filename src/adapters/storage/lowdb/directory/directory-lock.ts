import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ownerOnly } from './owner-only.ts';

/**
 * Keeps a directory for this process: two processes that write the same files would lose each other's. The lock is a
 * transaction of SQLite, since the operating system ends that with the process, however it dies.
 * Throws when another process holds it. Returns what releases it.
 */
export function lockDirectory(directory: string): () => void {
  const owner = join(directory, 'owner.json');
  const path = join(directory, 'lock.sqlite');
  closeSync(openSync(path, 'a', ownerOnly.file));
  const database = new DatabaseSync(path);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw new Error(
      `${directory} is in use by another process (${ownerIn(owner)}). ` +
        'Stop that one first, or give this one a data directory of its own.',
      { cause },
    );
  }
  writeFileSync(owner, `${JSON.stringify({ pid: process.pid, startedAt: new Date().toISOString() })}\n`, {
    mode: ownerOnly.file,
  });
  return () => database.close();
}

/** For people alone; the lock does not depend on it. */
function ownerIn(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return 'it has not said which';
  }
}
