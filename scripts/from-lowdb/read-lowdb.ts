import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { lockDirectory } from '../../src/adapters/storage/lowdb/directory-lock.ts';
import { DocumentFiles } from '../../src/adapters/storage/lowdb/document-files.ts';
import { loadDocuments } from '../../src/adapters/storage/lowdb/load-documents.ts';
import { readJournals } from '../../src/adapters/storage/lowdb/read-journals.ts';
import { replay } from '../../src/adapters/storage/lowdb/replay.ts';
import { SetAside } from '../../src/adapters/storage/lowdb/set-aside.ts';
import type { Restored } from '../../src/adapters/storage/session-document.ts';
import { SessionTable } from '../../src/adapters/storage/session-table.ts';
import type { Log } from '../../src/application/ports/log.ts';

export interface LowdbContent {
  readonly sessions: readonly Restored[];
  /** Lets others have the directory again. */
  unlock(): void;
}

/**
 * Everything that a data directory holds, as a bridge that starts on it would see it. The directory is locked until
 * `unlock`. Rejects when a bridge runs on it, or when it is none.
 */
export async function readLowdb(directory: string, log: Log): Promise<LowdbContent> {
  const [sessions, journal] = [join(directory, 'sessions'), join(directory, 'journal')];
  await Promise.all([sessions, journal].map((path) => access(path))).catch((cause: unknown) => {
    throw new Error(`${directory} is no data directory of a bridge`, { cause });
  });
  const unlock = lockDirectory(directory);
  try {
    const setAside = await SetAside.open(join(directory, 'set-aside'), log);
    const documents = new DocumentFiles(sessions);
    const table = new SessionTable();
    const loading = { table, documents, setAside, now: Date.now() };
    await loadDocuments(loading);
    const { lines } = await readJournals(journal, log);
    await replay(lines, loading);
    const restored = [...table.all()].map((record) => ({
      record,
      remembered: table.rememberedOf(record.session),
    }));
    return { sessions: restored, unlock };
  } catch (error) {
    unlock();
    throw error;
  }
}
