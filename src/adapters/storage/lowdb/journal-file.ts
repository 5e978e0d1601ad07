import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncDirectory } from './sync-directory.ts';

/** A file that only grows. Calls do not overlap but for `append` during `sync`. */
export interface JournalFile {
  /** Resolves when all bytes are with the operating system; when it rejects, some of them may be. */
  append(bytes: Buffer): Promise<void>;
  /** Resolves when everything that was appended before is on the disk. */
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** Creates a new journal file whose name survives a loss of power. */
export type CreateJournalFile = (path: string) => Promise<JournalFile>;

export const createJournalFile: CreateJournalFile = async (path) => {
  const handle = await open(path, 'ax');
  try {
    await syncDirectory(dirname(path));
  } catch (error) {
    await handle.close();
    throw error;
  }
  return {
    append: (bytes) => writeAll(handle, bytes),
    sync: () => handle.datasync(),
    truncate: (length) => handle.truncate(length),
    close: () => handle.close(),
  };
};

async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, written);
    written += bytesWritten;
  }
}
