import { access } from 'node:fs/promises';
import { z } from 'zod';
import type { SessionId } from '../../../../domain/ids.ts';
import { sessionId } from '../../../../domain/ids.ts';
import { restore } from '../../record/session-document.ts';
import { documentName } from '../checkpoint/document-files.ts';
import type { Loading } from '../checkpoint/load-documents.ts';
import { entryOf, type JournalEntry } from './journal-entry.ts';
import { type Line, readBody } from './journal-line.ts';
import type { PlacedLine } from './read-journals.ts';

type Whole = Extract<PlacedLine, { readonly is: 'whole' }>;

/** What is broken, and why, by its name in the quarantine. */
type Broken = Map<string, { readonly id?: SessionId; readonly reason: string }>;

/**
 * Applies what the journal has and the documents have not; gives the sessions whose documents are behind. Doing so twice
 * changes nothing. A session of which anything is missing is quarantined as a whole, and the others are loaded. `lines` are
 * read more than once.
 */
export async function replay(lines: Iterable<PlacedLine>, options: Loading): Promise<ReadonlySet<SessionId>> {
  const dirtySessions = new Set<SessionId>();
  const { forgotten, broken } = survey(lines);
  for (const line of lines) {
    if (line.is === 'damaged') continue;
    const id = sessionIn(line.text);
    // Their documents may be gone already, and what is left of the journal then lacks its beginning.
    if (id === undefined || forgotten.has(id) || broken.has(documentName(id))) continue;
    const applied = applyLine(line, options);
    if (applied === 'applied') dirtySessions.add(id);
    else if (applied !== 'known') broken.set(documentName(id), { id, reason: applied.fault });
  }
  await moveToQuarantine(lines, broken, options);
  for (const id of forgotten) {
    options.table.remove(id);
    dirtySessions.add(id);
  }
  return dirtySessions;
}

/** What has to be known before the first line is applied. */
function survey(lines: Iterable<PlacedLine>) {
  const deleted = new Set<SessionId>();
  const broken: Broken = new Map();
  for (const line of lines) {
    const id = sessionIn(line.text);
    if (line.is === 'damaged')
      broken.set(nameOf(line), { reason: line.reason, ...(id !== undefined && { id }) });
    else if (id === undefined) broken.set(nameOf(line), { reason: 'it names no session' });
    else if (isDeletion(line.body)) deleted.add(id);
  }
  for (const id of deleted) broken.delete(documentName(id));
  return { forgotten: deleted, broken };
}

const isDeletion = (body: string): boolean => body.startsWith('{"type":"forget"');

async function moveToQuarantine(
  lines: Iterable<PlacedLine>,
  broken: Broken,
  options: Loading,
): Promise<void> {
  if (broken.size === 0) return;
  const texts = new Map<string, string[]>([...broken.keys()].map((name) => [name, []]));
  for (const line of lines) texts.get(nameOf(line))?.push(line.text);
  for (const [name, { id, reason }] of broken) {
    await options.quarantine.copyLines(name, texts.get(name) ?? [], reason);
    if (id !== undefined) await withdraw(id, reason, options);
  }
}

type Applied = 'applied' | 'known' | { readonly fault: string };

/** Applies a line unless the document has it already. */
function applyLine(line: Whole, options: Loading): Applied {
  const read = readBody(line);
  if (read.type === 'damaged') return { fault: read.reason };
  if (read.type === 'opened') return { fault: 'it stands where no file begins' };
  return read.type === 'record' ? applyRecord(read, options) : applyEntryLine(read, options);
}

function applyEntryLine(entry: JournalEntry, { table, quarantine }: Loading): Applied {
  const record = table.ofId(entry.sessionId);
  const sequence = record?.sequence ?? 0;
  if (entry.sequence <= sequence) return 'known';
  if (!record && quarantine.has(documentName(entry.sessionId))) return quarantinedBefore;
  if (entry.sequence > sequence + 1) {
    return { fault: `entries ${sequence + 1} to ${entry.sequence - 1} are missing` };
  }
  try {
    table.apply(entryOf(record, entry));
    return 'applied';
  } catch (error) {
    return {
      fault: `entry ${entry.sequence} does not fit: ${error instanceof Error ? error.name : 'defect'}`,
    };
  }
}

const quarantinedBefore = { fault: 'its document was quarantined before' };

function applyRecord(
  { sessionId: id, document }: Extract<Line, { readonly type: 'record' }>,
  { table, quarantine, now }: Loading,
): Applied {
  const known = table.ofId(id);
  if (!known && quarantine.has(documentName(id))) return quarantinedBefore;
  try {
    const { record, idempotencyRecords } = restore(document, now);
    if (record.session.id !== id) return { fault: 'it holds another session than it says' };
    if (record.sequence <= (known?.sequence ?? 0)) return 'known';
    table.load(record, idempotencyRecords);
    return 'applied';
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'defect' };
  }
}

async function withdraw(
  id: SessionId,
  reason: string,
  { table, documents, quarantine }: Loading,
): Promise<void> {
  table.remove(id);
  const path = documents.pathOf(id);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) await quarantine.moveDocument(path, reason);
}

/** The name of a line in the quarantine: that of its session, if the line still says which. */
function nameOf(line: PlacedLine): string {
  const id = sessionIn(line.text);
  return id === undefined ? `journal-${line.file.replace('.jsonl', '')}-${line.offset}` : documentName(id);
}

/** Entries begin with it. A line that is not whole may have kept it. */
function sessionIn(text: string): SessionId | undefined {
  const found = /"sessionId":("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
  if (found === undefined) return undefined;
  if (!found.includes('\\')) return sessionId(found.slice(1, -1));
  try {
    return sessionId(z.string().parse(JSON.parse(found)));
  } catch {
    return undefined;
  }
}
