import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { DocumentFiles } from '../../src/adapters/storage/lowdb/checkpoint/document-files.ts';
import { loadDocuments } from '../../src/adapters/storage/lowdb/checkpoint/load-documents.ts';
import { expectKnownFormat } from '../../src/adapters/storage/lowdb/directory/directory-format.ts';
import { readJournals } from '../../src/adapters/storage/lowdb/journal/read-journals.ts';
import { replay } from '../../src/adapters/storage/lowdb/journal/replay.ts';
import type { Restored } from '../../src/adapters/storage/record/session-document.ts';
import { SessionTable } from '../../src/adapters/storage/table/session-table.ts';
import { holdDirectory } from './hold-directory.ts';
import { Unreadable } from './unreadable.ts';

export interface LowdbContent {
  readonly sessions: readonly Restored[];
  /** What could not be read, one line each. */
  readonly unreadable: readonly string[];
  /** Lets bridges have the directory again. */
  release(): void;
}

/**
 * Everything that a data directory holds, as a bridge that starts on it would see it; nothing in it is written, moved or
 * removed. No bridge can start on it until `release`. Rejects when one runs on it, when a newer
 * version wrote it, or when it is none.
 */
export async function readLowdb(directory: string): Promise<LowdbContent> {
  const [sessions, journal] = [join(directory, 'sessions'), join(directory, 'journal')];
  await Promise.all([sessions, journal].map((path) => access(path))).catch((cause: unknown) => {
    throw new Error(`${directory} is no data directory of a bridge`, { cause });
  });
  await expectKnownFormat(directory);
  const release = holdDirectory(directory);
  try {
    const setAside = await Unreadable.in(join(directory, 'set-aside'));
    const table = new SessionTable();
    const loading = { table, documents: new DocumentFiles(sessions), quarantine: setAside, now: Date.now() };
    await loadDocuments(loading);
    const { lines } = await readJournals(journal, setAside);
    await replay(lines, loading);
    const restored = [...table.all()].map((record) => ({
      record,
      idempotencyRecords: table.idempotencyRecordsOf(record.session),
    }));
    return { sessions: restored, unreadable: setAside.findings(), release };
  } catch (error) {
    release();
    throw error;
  }
}
