import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const parts = ['journal', 'sessions', 'set-aside'];

/**
 * Copies what a process that ends in this moment would leave in the directory of its store. In one go, so that the store
 * takes no step meanwhile: of folding that goes on, a copy file by file would miss the old files and the new ones too.
 * What it has just asked of the disk may still happen, as it may when a process is killed.
 */
export function copyAsKilled(directory: string, copy: string): void {
  for (const part of parts) {
    const entries = readdirSync(join(directory, part), { recursive: true, withFileTypes: true });
    for (const entry of entries) if (entry.isFile()) copyIfThere(join(entry.parentPath, entry.name));
  }

  function copyIfThere(path: string): void {
    const copied = join(copy, path.slice(directory.length));
    mkdirSync(dirname(copied), { recursive: true });
    try {
      copyFileSync(path, copied);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}
