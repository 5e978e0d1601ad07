import { access } from 'node:fs/promises';
import type { SessionId } from '../../../domain/ids.ts';
import { sessionId } from '../../../domain/ids.ts';
import type { SessionTable } from '../session-table.ts';
import { type DocumentFiles, documentName } from './document-files.ts';
import { entryOf } from './journal-entry.ts';
import type { PlacedLine } from './read-journals.ts';
import type { SetAside } from './set-aside.ts';

interface Options {
  readonly table: SessionTable;
  readonly documents: DocumentFiles;
  readonly setAside: SetAside;
}

/**
 * Applies what the journal has and the documents have not; gives the sessions whose documents are behind. Doing so twice
 * changes nothing. A session of which anything is missing is set aside as a whole, and the others go on.
 */
export async function replay(
  written: readonly PlacedLine[],
  options: Options,
): Promise<ReadonlySet<SessionId>> {
  const touched = new Set<SessionId>();
  const forgotten = forgottenIn(written);
  // Their documents may be gone already, and what is left of the journal then lacks its beginning.
  const lines = written.filter((line) => !isOf(forgotten, line));
  const broken = new Map<string, { readonly id?: SessionId; readonly reason: string }>();
  for (const line of lines) {
    if (line.is !== 'damaged') continue;
    const id = sessionIn(line.text);
    broken.set(nameOf(line), { reason: line.reason, ...(id !== undefined && { id }) });
  }
  for (const line of lines) {
    if (line.is === 'damaged' || broken.has(nameOf(line))) continue;
    const { sessionId: id } = line.entry;
    if (isInDocument(line, options)) continue;
    const fault = applyLine(line, options);
    if (fault) broken.set(nameOf(line), { id, reason: fault });
    else touched.add(id);
  }
  for (const [name, { id, reason }] of broken) {
    const texts = lines.filter((line) => nameOf(line) === name).map(({ text }) => text);
    await options.setAside.copyLines(name, texts, reason);
    if (id !== undefined) await withdraw(id, reason, options);
  }
  for (const id of forgotten) {
    options.table.remove(id);
    touched.add(id);
  }
  return touched;
}

function forgottenIn(lines: readonly PlacedLine[]): ReadonlySet<SessionId> {
  return new Set(
    lines.flatMap((line) =>
      line.is === 'entry' && line.entry.type === 'forget' ? [line.entry.sessionId] : [],
    ),
  );
}

function isOf(sessions: ReadonlySet<SessionId>, line: PlacedLine): boolean {
  const id = line.is === 'entry' ? line.entry.sessionId : sessionIn(line.text);
  return id !== undefined && sessions.has(id);
}

type EntryLine = Extract<PlacedLine, { is: 'entry' }>;

const isInDocument = ({ entry }: EntryLine, { table }: Options): boolean =>
  entry.sequence <= (table.ofId(entry.sessionId)?.sequence ?? 0);

/** Says what is wrong, if anything is. */
function applyLine({ entry }: EntryLine, { table, setAside }: Options): string | undefined {
  const record = table.ofId(entry.sessionId);
  if (!record && setAside.has(documentName(entry.sessionId))) return 'its document was set aside before';
  const sequence = record?.sequence ?? 0;
  if (entry.sequence > sequence + 1) return `entries ${sequence + 1} to ${entry.sequence - 1} are missing`;
  try {
    table.apply(entryOf(record, entry));
    return undefined;
  } catch (error) {
    return `entry ${entry.sequence} does not fit: ${error instanceof Error ? error.name : 'defect'}`;
  }
}

async function withdraw(
  id: SessionId,
  reason: string,
  { table, documents, setAside }: Options,
): Promise<void> {
  table.remove(id);
  const path = documents.pathOf(id);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) await setAside.moveDocument(path, reason);
}

/** Under which name a line is set aside: that of its session, if it still says which. */
function nameOf(line: PlacedLine): string {
  if (line.is === 'entry') return documentName(line.entry.sessionId);
  const id = sessionIn(line.text);
  return id === undefined ? `journal-${line.file.replace('.jsonl', '')}-${line.offset}` : documentName(id);
}

function sessionIn(text: string): SessionId | undefined {
  const found = /"sessionId":"([^"\\]+)"/.exec(text)?.[1];
  return found === undefined ? undefined : sessionId(found);
}
