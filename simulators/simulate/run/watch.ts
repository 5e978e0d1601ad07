import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';

/** An editor writes a file in several steps; after so long without another one it is taken to be done, in milliseconds. */
const quietMs = 200;

export interface StoryWatch {
  /** Resolves with the files of stories that have changed since the last call; with nothing when `ended` has. */
  next(): Promise<readonly string[]>;
  close(): void;
}

/** Watches files and folders of stories. Throws when one of them does not exist. */
export async function watchStories(paths: readonly string[], ended: Promise<void>): Promise<StoryWatch> {
  const changed = new Set<string>();
  let wake: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const watchers = await Promise.all(paths.map((path) => watched(path, note)));

  function note(file: string): void {
    changed.add(relative(process.cwd(), file));
    clearTimeout(timer);
    timer = setTimeout(() => wake(), quietMs);
  }

  void ended.then(() => {
    isOver = true;
    wake();
  });
  return {
    async next() {
      if (changed.size === 0 && !isOver) {
        await new Promise<void>((resolveNext) => {
          wake = resolveNext;
        });
      }
      const files = isOver ? [] : [...changed];
      changed.clear();
      return files;
    },
    close() {
      clearTimeout(timer);
      for (const each of watchers) each.close();
    },
  };
}

/** A file is watched by its folder, since editors put another file in its place. */
async function watched(path: string, note: (file: string) => void): Promise<FSWatcher> {
  const isFolder = (await stat(path)).isDirectory();
  const folder = isFolder ? path : dirname(path);
  return watch(folder, { recursive: isFolder }, (_, name) => {
    if (name === null) return;
    const file = join(folder, name);
    const isStory = isFolder ? /\.ya?ml$/.test(name) : resolve(file) === resolve(path);
    if (isStory) note(file);
  });
}
