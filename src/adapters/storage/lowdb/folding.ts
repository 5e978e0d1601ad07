import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../application/ports/clock.ts';
import type { SessionId } from '../../../domain/ids.ts';
import { documentOf } from '../session-document.ts';
import type { SessionTable } from '../session-table.ts';
import type { DocumentFiles } from './document-files.ts';
import type { GroupCommit } from './group-commit.ts';
import { journalName } from './journal-files.ts';
import { journalNames } from './read-journals.ts';

interface Options {
  readonly clock: Clock;
  readonly table: SessionTable;
  readonly documents: DocumentFiles;
  readonly journal: GroupCommit;
  readonly journalDirectory: string;
}

/** How many documents are written at a time. */
const atOnce = 4;

/**
 * Brings the documents up to date and removes the journal files that they make superfluous. Commits go on meanwhile.
 * A crash at any point loses nothing: what stands in both counts once. When `mustStop` says so, the rest is left
 * for the next time.
 */
export async function fold(options: Options, mustStop: () => boolean): Promise<'folded' | 'stopped'> {
  const { journal, journalDirectory } = options;
  const { touched, next } = await journal.rotate();
  const left = [...touched];
  try {
    while (left.length > 0) {
      if (mustStop()) return 'stopped';
      await Promise.all(left.slice(-atOnce).map((id) => writeDurableState(id, options)));
      left.length = Math.max(0, left.length - atOnce);
    }
  } finally {
    journal.touch(left);
  }
  for (const name of await journalNames(journalDirectory)) {
    if (name < journalName(next)) await rm(join(journalDirectory, name));
  }
  return 'folded';
}

/** Only what is durable in the journal goes into the document, or a failing write could bring back what was refused. */
async function writeDurableState(
  id: SessionId,
  { clock, table, documents, journal }: Options,
): Promise<void> {
  const pending = journal.pending.firstOf(id);
  const record = pending ? pending.before : table.ofId(id);
  if (!record) return documents.remove(id);
  const pendingInbound = journal.pending.inboundOf(id);
  const remembered = table.rememberedOf(record.session).filter((each) => !pendingInbound.has(each.id));
  await documents.write(id, documentOf({ record, remembered }, clock.now()));
}
