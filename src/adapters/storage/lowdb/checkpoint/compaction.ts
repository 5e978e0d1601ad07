import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SessionId } from '../../../../domain/ids.ts';
import type { SessionDocument } from '../../record/session-document.ts';
import { ownerOnly } from '../directory/owner-only.ts';
import { syncDirectory } from '../directory/sync-directory.ts';
import { journalName } from '../journal/journal-files.ts';
import { lineOf } from '../journal/journal-line.ts';
import { journalNames } from '../journal/read-journals.ts';
import { temporaryOf } from './synced-json-file.ts';

interface Compaction {
  readonly journalDirectory: string;
  /** The sessions of which the closed journal files say more than their documents. */
  readonly dirtySessions: ReadonlySet<SessionId>;
  readonly stateOf: (id: SessionId) => SessionDocument | undefined;
  /** The number of the file that is written. */
  readonly spare: number;
}

/** So many records, or characters of them, are made in one go; others have their turn in between. */
const atOnce = 25;
const longLines = 1024 * 1024;
/** Bytes written between two syncs, as commits wait for the same disk. */
const syncedBytes = 2 * 1024 * 1024;

/**
 * Puts one record for each session in the place of all closed journal files: one file, written in a row, where documents
 * would be a file and two syncs each. The former files go once it is on the disk; a crash before that leaves them all, and
 * those that a later one leaves count no more. Gives its size in bytes.
 */
export async function compact({
  journalDirectory,
  dirtySessions,
  stateOf,
  spare,
}: Compaction): Promise<number> {
  const path = join(journalDirectory, journalName(spare));
  const former = (await journalNames(journalDirectory)).filter((name) => name < journalName(spare));
  const file = await open(temporaryOf(path), 'w', ownerOnly.file);
  let bytes = 0;
  try {
    bytes += await writeSynced(file, lineInPlaceOf(former), bytes);
    for (const lines of recordLines(dirtySessions, stateOf)) bytes += await writeSynced(file, lines, bytes);
    await file.datasync();
  } catch (error) {
    await rm(temporaryOf(path), { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(temporaryOf(path), path);
  await syncDirectory(journalDirectory);
  for (const name of former) await rm(join(journalDirectory, name));
  return bytes;
}

/** Of the former files nothing counts: with some of them gone, what is left would lack its beginning. */
const lineInPlaceOf = (former: readonly string[]): string =>
  lineOf({ type: 'opened', cuts: former.map((file) => ({ file, bytes: 0 })) });

/** Files that a crash kept from taking their name. They hold nothing that is not elsewhere. */
export async function removeUnfinished(journalDirectory: string): Promise<void> {
  for (const entry of await readdir(journalDirectory, { withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith(temporaryOf('.jsonl')))
      await rm(join(journalDirectory, entry.name));
  }
}

function* recordLines(ids: Iterable<SessionId>, stateOf: Compaction['stateOf']): Generator<string> {
  let lines = '';
  let count = 0;
  for (const sessionId of ids) {
    const document = stateOf(sessionId);
    if (document) lines += lineOf({ type: 'record', sessionId, document });
    if (++count % atOnce !== 0 && lines.length < longLines) continue;
    yield lines;
    lines = '';
  }
  yield lines;
}

/** Gives how many bytes were written. */
async function writeSynced(file: FileHandle, text: string, before: number): Promise<number> {
  const bytes = Buffer.from(text);
  await file.writeFile(bytes);
  const after = before + bytes.length;
  if (Math.floor(before / syncedBytes) !== Math.floor(after / syncedBytes)) await file.datasync();
  return bytes.length;
}
