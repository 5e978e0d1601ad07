import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Quarantine } from '../directory/quarantine.ts';
import { type Checked, checkLine, readBody } from './journal-line.ts';
import { linesOf } from './lines-of.ts';

/** A line of the journal where it stands, not read any further than its checksum. */
export type PlacedLine = Checked & {
  readonly text: string;
  readonly file: string;
  /** Where the line begins, in bytes. */
  readonly offset: number;
};

interface Journals {
  /** Everything that counts, in the order in which it was written; read from the files each time that it is asked for. */
  readonly lines: Iterable<PlacedLine>;
  readonly names: readonly string[];
}

/** The names of the journal files, oldest first. */
export async function journalNames(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /^\d{8,15}\.jsonl$/.test(entry.name))
    .map(({ name }) => name)
    .sort((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10));
}

/** Finds out what counts of all journal files. What is damaged at the very end of the newest counts no more. */
export async function readJournals(
  directory: string,
  quarantine: Pick<Quarantine, 'moveEnd'>,
): Promise<Journals> {
  const names = await journalNames(directory);
  const cuts = cutsIn(directory, names);
  const newest = names.at(-1);
  const torn = newest === undefined ? undefined : tornEnd(counting(placed(directory, [newest]), cuts));
  if (torn) {
    await quarantine.moveEnd(join(directory, torn.file), torn.offset);
    cuts.set(torn.file, torn.offset);
  }
  return { lines: { [Symbol.iterator]: () => counting(placed(directory, names), cuts) }, names };
}

type Cuts = ReadonlyMap<string, number>;

function* placed(directory: string, names: readonly string[]): Generator<PlacedLine> {
  for (const file of names) {
    for (const { text, offset } of linesOf(join(directory, file))) {
      yield { ...checkLine(text), text, file, offset };
    }
  }
}

function* counting(lines: Iterable<PlacedLine>, cuts: Cuts): Generator<PlacedLine> {
  for (const line of lines) {
    if (line.offset < (cuts.get(line.file) ?? Number.POSITIVE_INFINITY) && !isOpened(line)) yield line;
  }
}

/** What every file says in its first line about the ones before it. */
function cutsIn(directory: string, names: readonly string[]): Map<string, number> {
  const cuts = new Map<string, number>();
  for (const name of names) {
    const [first] = placed(directory, [name]);
    if (first === undefined || first.is === 'damaged' || !isOpened(first)) continue;
    const opened = readBody(first);
    if (opened.type === 'opened') for (const { file, bytes } of opened.cuts) cuts.set(file, bytes);
  }
  return cuts;
}

const isOpened = (line: PlacedLine): boolean =>
  line.is === 'whole' && line.body.startsWith('{"type":"opened"');

/** The first of the damaged lines at the end. */
function tornEnd(lines: Iterable<PlacedLine>): PlacedLine | undefined {
  let torn: PlacedLine | undefined;
  for (const line of lines) {
    if (line.is === 'whole') torn = undefined;
    else torn ??= line;
  }
  return torn;
}
