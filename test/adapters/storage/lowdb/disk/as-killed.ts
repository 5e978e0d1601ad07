import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The files of a store by their paths in its directory. */
export type Left = ReadonlyMap<string, Buffer>;

const parts = ['journal', 'sessions', 'set-aside'];

/**
 * What a process that ends in this moment would leave in the directory of its store. Read in one go, so that the store
 * takes no step meanwhile: of folding that goes on, file by file would miss the old files and the new ones too. What it
 * has just asked of the disk may still happen, as it may when a process is killed.
 */
export function readAsKilled(directory: string): Left {
  const left = new Map<string, Buffer>();
  for (const part of parts) {
    const entries = readdirSync(join(directory, part), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      const bytes = entry.isFile() ? readIfThere(path) : undefined;
      if (bytes) left.set(path.slice(directory.length), bytes);
    }
  }
  return left;
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export function writeLeft(left: Left, directory: string): void {
  for (const [path, bytes] of left) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), bytes);
  }
}

export const copyAsKilled = (directory: string, copy: string): void =>
  writeLeft(readAsKilled(directory), copy);
