import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { NoStory } from './no-story.ts';
import { readStory } from './read-story.ts';
import type { Story } from './story.ts';

/** The stories in files and folders, folders with all that is in them. Throws {@link NoStory} with all mistakes. */
export async function findStories(paths: readonly string[]): Promise<readonly Story[]> {
  const files = (await Promise.all(paths.map(filesIn))).flat();
  const read = await Promise.all(files.map(async (file) => tryToRead(file, await readFile(file, 'utf8'))));
  const mistakes = read.flatMap((each) => (each instanceof NoStory ? each.mistakes : []));
  if (mistakes.length > 0) throw new NoStory(mistakes);
  return read.flatMap((each) => (each instanceof NoStory ? [] : [each]));
}

async function filesIn(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new NoStory([{ file: path, text: 'there is no such file or folder' }]);
  if (!found.isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

function tryToRead(file: string, text: string): Story | NoStory {
  try {
    return readStory(relative(process.cwd(), file), text);
  } catch (error) {
    if (error instanceof NoStory) return error;
    throw error;
  }
}
