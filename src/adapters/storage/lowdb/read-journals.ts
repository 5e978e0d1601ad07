import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../../application/ports/log.ts';
import { type Line, readLine } from './journal-line.ts';

export type PlacedLine = Exclude<Line, { readonly is: 'opened' }> & {
  readonly file: string;
  /** Where the line begins, in bytes. */
  readonly offset: number;
};

interface Journals {
  /** Everything that counts, in the order in which it was written. */
  readonly lines: readonly PlacedLine[];
  readonly names: readonly string[];
}

/** The names of the journal files, oldest first. */
export async function journalNames(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory);
  return names.filter((name) => /^\d+\.jsonl$/.test(name)).sort();
}

/** Reads all journal files, and cuts off what a crash left unfinished at the very end. */
export async function readJournals(directory: string, log: Log): Promise<Journals> {
  const names = await journalNames(directory);
  const lines: PlacedLine[] = [];
  const cuts = new Map<string, number>();
  for (const name of names) {
    for (const line of linesIn(await readFile(join(directory, name)))) {
      const { is } = line;
      if (is === 'opened') for (const { file, bytes } of line.cuts) cuts.set(file, bytes);
      else lines.push({ ...line, file: name });
    }
  }
  const counting = lines.filter(({ file, offset }) => offset < (cuts.get(file) ?? Number.POSITIVE_INFINITY));
  const newest = names.at(-1);
  const whole = counting.findLastIndex(({ is, file }) => is === 'entry' || file !== newest) + 1;
  const torn = counting[whole];
  if (torn) {
    await truncate(join(directory, torn.file), torn.offset);
    log.warn({ file: torn.file, offset: torn.offset }, 'unfinished-journal-line-cut');
  }
  return { lines: counting.slice(0, whole), names };
}

function* linesIn(bytes: Buffer): Iterable<Line & { readonly offset: number }> {
  for (let offset = 0; offset < bytes.length; ) {
    const newline = bytes.indexOf(10, offset);
    const end = newline === -1 ? bytes.length : newline;
    yield { ...readLine(bytes.toString('utf8', offset, end)), offset };
    offset = end + 1;
  }
}

async function truncate(path: string, length: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.truncate(length);
    await file.sync();
  } finally {
    await file.close();
  }
}
