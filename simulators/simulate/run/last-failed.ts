import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type Run, verdictOf } from './run.ts';

const file = 'data/simulate/last-failed.json';
const stored = z.array(z.string());

/** The files of the stories that failed when they were played last; none when that is not known. */
export async function lastFailed(): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch(() => '[]');
  try {
    return stored.parse(JSON.parse(text));
  } catch {
    // What another program wrote there is no list of ours.
    return [];
  }
}

/** Keeps which stories failed. One that was not played stays what it was. */
export async function rememberFailed(runs: readonly Run[]): Promise<void> {
  const played = runs.filter(({ result }) => result.is !== 'left out');
  const failed = played.filter((run) => verdictOf(run) !== 'passed').map(({ story }) => story.file);
  const files = new Set(played.map(({ story }) => story.file));
  const before = (await lastFailed()).filter((each) => !files.has(each));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify([...new Set([...before, ...failed])], undefined, 2)}\n`);
}
