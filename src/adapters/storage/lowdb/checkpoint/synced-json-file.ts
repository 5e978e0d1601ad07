import { readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Adapter, SyncAdapter } from 'lowdb';
import { ownerOnly } from '../directory/owner-only.ts';
import { syncDirectory } from '../directory/sync-directory.ts';

/** Where a file stands until it is whole; a crash may leave one behind. */
export const temporaryOf = (path: string): string => `${path}.tmp`;

/**
 * A lowdb adapter whose `write` survives a loss of power: the file is replaced as a whole, and synced before it
 * takes its name. `read` gives null when there is no file, and throws when it holds no JSON.
 */
export function syncedJsonFile<Data>(path: string): Adapter<Data> {
  const temporary = temporaryOf(path);
  return {
    read: async () => jsonFileToRead<Data>(path).read(),
    write: async (data) => {
      const file = await open(temporary, 'w', ownerOnly.file);
      try {
        await file.writeFile(`${JSON.stringify(data, null, 2)}\n`);
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
      await syncDirectory(dirname(path));
    },
  };
}

/** The same for reading alone, at once. */
export function jsonFileToRead<Data>(path: string): SyncAdapter<Data> {
  return {
    read: () => {
      const text = readIfThere(path);
      return text === undefined ? null : JSON.parse(text);
    },
    write: () => {
      throw new Error('documents are written by their own adapter');
    },
  };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
