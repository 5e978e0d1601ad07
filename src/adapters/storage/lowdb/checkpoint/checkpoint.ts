import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../../../application/ports/clock.ts';
import type { SessionId } from '../../../../domain/ids.ts';
import { holdsTexts } from '../../record/redact-texts.ts';
import type { SessionTable } from '../../table/session-table.ts';
import { durableRecord, durableState } from '../durable-state.ts';
import type { GroupCommit } from '../group-commit.ts';
import { journalName } from '../journal/journal-files.ts';
import { journalNames } from '../journal/read-journals.ts';
import { compact } from './compaction.ts';
import type { DocumentFiles } from './document-files.ts';

interface Options {
  readonly clock: Clock;
  readonly table: SessionTable;
  readonly documents: DocumentFiles;
  readonly journal: GroupCommit;
  readonly journalDirectory: string;
  /** From so many sessions on, their records are gathered in the journal before their documents are written. */
  readonly manySessions: number;
}

export interface Pace {
  readonly mustStop: () => boolean;
  /** Whether a caller waits for the end. */
  readonly isUrgent: () => boolean;
  readonly onCompacted: (bytes: number) => void;
}

/** How many documents are written at a time: half of the threads that work with files, as commits need one too. */
const atOnce = 2;
/** Many documents take at most a fourth of the time, and much less while commits wait for the same disk. */
const pauses = { usual: 3, busy: 12 };

/**
 * Brings the documents up to date and removes the journal files that they make superfluous. Commits go on meanwhile.
 * A crash at any point loses nothing: what stands in both counts once. When `mustStop` says so, the rest is left
 * for the next time. Where there are many, the journal is compacted first, and the documents follow at leisure.
 */
export async function checkpoint(options: Options, pace: Pace): Promise<'completed' | 'stopped'> {
  const { journal, journalDirectory, manySessions } = options;
  const { dirtySessions, spare } = await journal.rotate();
  const areMany = dirtySessions.size > manySessions;
  const left = inOrder(dirtySessions, options);
  try {
    if (areMany) await compactDirty({ dirtySessions, spare }, options, pace);
    while (left.length > 0) {
      if (pace.mustStop()) return 'stopped';
      const startedAt = performance.now();
      await Promise.all(left.slice(-atOnce).map((id) => writeDocument(id, options)));
      left.length = Math.max(0, left.length - atOnce);
      if (areMany && !pace.isUrgent()) await pause(performance.now() - startedAt, journal);
    }
  } finally {
    journal.touch(left);
  }
  for (const name of await journalNames(journalDirectory)) {
    if (name <= journalName(spare)) await rm(join(journalDirectory, name));
  }
  return 'completed';
}

function pause(workedMs: number, { pending }: GroupCommit): Promise<void> {
  return setTimeout(workedMs * (pending.all().length > 0 ? pauses.busy : pauses.usual));
}

/** The last ones come first: those whose texts people want to be gone. */
function inOrder(dirtySessions: ReadonlySet<SessionId>, { table }: Options): SessionId[] {
  const isErased = (id: SessionId) => {
    const record = table.ofId(id);
    return record !== undefined && !holdsTexts(record);
  };
  const ids = [...dirtySessions];
  return [...ids.filter((id) => !isErased(id)), ...ids.filter(isErased)];
}

async function compactDirty(
  { dirtySessions, spare }: { readonly dirtySessions: ReadonlySet<SessionId>; readonly spare: number },
  options: Options,
  { onCompacted }: Pace,
): Promise<void> {
  const { table, documents, journal, journalDirectory } = options;
  for (const id of dirtySessions) {
    // Once the lines that forget it are gone, its document must be as well.
    if (!durableRecord(id, { table, pending: journal.pending })) await documents.remove(id);
  }
  const stateOf = (id: SessionId) => stateNow(id, options);
  onCompacted(await compact({ journalDirectory, dirtySessions, spare, stateOf }));
}

async function writeDocument(id: SessionId, options: Options): Promise<void> {
  const state = stateNow(id, options);
  if (state) await options.documents.write(id, state);
  else await options.documents.remove(id);
}

const stateNow = (id: SessionId, { clock, table, journal }: Options) =>
  durableState(id, clock.now(), { table, pending: journal.pending });
