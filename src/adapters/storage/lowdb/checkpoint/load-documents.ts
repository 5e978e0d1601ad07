import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Restored, restore } from '../../record/session-document.ts';
import type { SessionTable } from '../../table/session-table.ts';
import type { Quarantine } from '../directory/quarantine.ts';
import { type DocumentFiles, documentName, readDocument } from './document-files.ts';

/** How many files are read in one go; then whatever else the process has to do has its turn. */
const atOnce = 64;

export interface Loading {
  readonly documents: DocumentFiles;
  readonly table: SessionTable;
  readonly quarantine: Quarantine;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Loads every document that can be read, and sets the others aside. */
export async function loadDocuments({ documents, table, quarantine, now }: Loading): Promise<void> {
  for (const [index, path] of (await documents.list()).entries()) {
    const { restored, reason } = tryToRead(path, now);
    if (restored) table.load(restored.record, restored.idempotencyRecords);
    else await quarantine.moveDocument(path, reason);
    if (index % atOnce === atOnce - 1) await setImmediate();
  }
}

type Attempt =
  | { readonly restored: Restored; readonly reason?: never }
  | { readonly restored?: never; readonly reason: string };

/** Throws when the file cannot be read at all: that is the disk's fault, and not the document's. */
function tryToRead(path: string, now: number): Attempt {
  try {
    const restored = restore(readDocument(path), now);
    const isMisplaced = `${documentName(restored.record.session.id)}.json` !== basename(path);
    return isMisplaced ? { reason: 'it holds another session than its name says' } : { restored };
  } catch (error) {
    if (error instanceof SyntaxError) return { reason: 'it is not JSON' };
    if (error instanceof Error && !('code' in error)) return { reason: error.message };
    throw error;
  }
}
