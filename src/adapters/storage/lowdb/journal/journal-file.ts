import { fdatasync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { ownerOnly } from '../directory/owner-only.ts';
import { syncDirectory } from '../directory/sync-directory.ts';

/** A file that only grows. Calls do not overlap but for `append` during `sync`. */
export interface JournalFile {
  /** Gives all bytes to the operating system. When it throws, some of them may be there. */
  append(bytes: Uint8Array): void;
  /** Resolves when everything that was appended before is on the disk. */
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** Creates a new journal file whose name survives a loss of power. */
export type CreateJournalFile = (path: string) => Promise<JournalFile>;

const syncData = promisify(fdatasync);

export const createJournalFile: CreateJournalFile = async (path) => {
  const handle = await open(path, 'ax', ownerOnly.file);
  try {
    await syncDirectory(dirname(path));
  } catch (error) {
    await handle.close();
    throw error;
  }
  return {
    append: (bytes) => writeAll(handle.fd, bytes),
    sync: () => syncData(handle.fd),
    truncate: (length) => handle.truncate(length),
    close: () => handle.close(),
  };
};

/**
 * Without a detour through another thread: the system only copies the few bytes, in microseconds, while the detour costs
 * a change of thread there and back, several times as much, and a turn of the event loop. What may take long is the sync.
 */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}
