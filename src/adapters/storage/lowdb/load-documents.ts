import { basename } from 'node:path';
import { type Restored, restore } from '../session-document.ts';
import type { SessionTable } from '../session-table.ts';
import { type DocumentFiles, documentName, readDocument } from './document-files.ts';
import type { SetAside } from './set-aside.ts';

/** How many files are read at a time. */
const atOnce = 64;

/** Loads every document that can be read, and sets the others aside. */
export async function loadDocuments(
  documents: DocumentFiles,
  table: SessionTable,
  setAside: SetAside,
): Promise<void> {
  const paths = await documents.list();
  for (let start = 0; start < paths.length; start += atOnce) {
    const batch = paths.slice(start, start + atOnce);
    const read = await Promise.all(batch.map(tryToRead));
    for (const each of read) {
      if (each.restored) table.load(each.restored.record, each.restored.remembered);
      else await setAside.moveDocument(each.path, each.reason);
    }
  }
}

type Attempt =
  | { readonly path: string; readonly restored: Restored }
  | { readonly path: string; readonly restored?: never; readonly reason: string };

/** Rejects when the file cannot be read at all: that is the disk's fault, and not the document's. */
async function tryToRead(path: string): Promise<Attempt> {
  try {
    const restored = restore(await readDocument(path));
    const isMisplaced = `${documentName(restored.record.session.id)}.json` !== basename(path);
    return isMisplaced ? { path, reason: 'it holds another session than its name says' } : { path, restored };
  } catch (error) {
    if (error instanceof SyntaxError) return { path, reason: 'it is not JSON' };
    if (error instanceof Error && !('code' in error)) return { path, reason: error.message };
    throw error;
  }
}
