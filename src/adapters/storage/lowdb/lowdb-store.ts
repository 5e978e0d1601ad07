import { join } from 'node:path';
import type { Clock } from '../../../application/ports/clock.ts';
import { type Log, toError } from '../../../application/ports/log.ts';
import { idempotencyWindowMs } from '../../../application/ports/session-store.ts';
import { type Closable, type CompleteStore, once } from '../record/complete-store.ts';
import { retryWhileUnavailable, settlingMs } from '../record/retry-while-unavailable.ts';
import { SessionTable } from '../table/session-table.ts';
import { tableStore } from '../table/table-store.ts';
import { checkpoint } from './checkpoint/checkpoint.ts';
import { checkpointSchedule } from './checkpoint/checkpoint-schedule.ts';
import { removeUnfinished } from './checkpoint/compaction.ts';
import { DocumentFiles } from './checkpoint/document-files.ts';
import { loadDocuments } from './checkpoint/load-documents.ts';
import { canWriteIn } from './directory/can-write-in.ts';
import { expectKnownFormat, recordFormat } from './directory/directory-format.ts';
import { lockDirectory } from './directory/directory-lock.ts';
import { makePrivate, prepareDirectory } from './directory/prepare-directory.ts';
import { QuarantineDirectory } from './directory/quarantine.ts';
import { GroupCommit } from './group-commit.ts';
import { type CreateJournalFile, createJournalFile } from './journal/journal-file.ts';
import { JournalFiles } from './journal/journal-files.ts';
import { readJournals } from './journal/read-journals.ts';
import { replay } from './journal/replay.ts';
import { releaseMemory } from './release-memory.ts';

export interface LowdbStoreOptions {
  /** Belongs to this store alone; made when it is not there. */
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Log;
  /** How journal files are made; other than the default only where a failing disk is played. */
  readonly createFile?: CreateJournalFile;
  /**
   * From so many changed sessions on, the journal is compacted before their documents are written; other than the default
   * only in tests.
   */
  readonly manySessions?: number;
  /** What the messages of all sessions may weigh together, in bytes; other than the default only in tests. */
  readonly bytesAtMost?: number;
}

/** So many documents are written in about a tenth of a second. */
const usualManySessions = 500;

/** From so many sessions, or bytes of messages, on, reading them leaves garbage that is worth a collection of its own. */
const manyToRead = 5000;
const muchToRead = 16 * 1024 * 1024;

/**
 * Sessions in lowdb documents, one file each, with a journal before them: a commit is durable when its journal line
 * is, and the documents follow. Rejects when another process holds the directory, a newer version has written it, or the
 * disk cannot be read.
 */
export async function lowdbStore(options: LowdbStoreOptions): Promise<CompleteStore & Closable> {
  const { directory } = options;
  await prepareDirectory(directory);
  await expectKnownFormat(directory);
  const unlock = lockDirectory(directory);
  try {
    return await openStore(options, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openStore(
  {
    directory,
    clock,
    log,
    createFile = createJournalFile,
    manySessions = usualManySessions,
    bytesAtMost,
  }: LowdbStoreOptions,
  unlock: () => void,
): Promise<CompleteStore & Closable> {
  const journalDirectory = join(directory, 'journal');
  const { table, documents, names, dirtySessions } = await readDirectory({
    directory,
    journalDirectory,
    clock,
    log,
  });
  await recordFormat(directory);
  if (table.size > manyToRead || table.bytes > muchToRead) releaseMemory();

  const next = Number.parseInt(names.at(-1) ?? '0', 10) + 1;
  const files = new JournalFiles({ directory: journalDirectory, create: createFile, next });
  const journal = new GroupCommit({
    table,
    files,
    onWritten: () => checkpoints.considerSize(files.bytes),
    onFailure: (error) => log.error({ directory, err: toError(error) }, 'journal-not-written'),
  });
  journal.touch(dirtySessions);
  let hasOldJournals = names.length > 0;
  const checkpoints = checkpointSchedule({
    clock,
    log,
    isWorthwhile: () => journal.isDirty || hasOldJournals,
    checkpoint: async (pace) => {
      // Until it has succeeded, files may be left whose texts are to go.
      hasOldJournals = true;
      const outcome = await checkpoint(
        { clock, table, documents, journal, journalDirectory, manySessions },
        pace,
      );
      if (outcome === 'completed') hasOldJournals = false;
      return outcome;
    },
  });
  const store = tableStore({
    clock,
    table,
    durability: journal,
    bytesAtMost,
    purge: () => checkpoints.now(),
    isWritable: async () => !journal.isInDoubt || canWriteIn(journalDirectory, createFile),
  });
  return {
    ...store,
    commit(change) {
      const commit = () => store.commit(change);
      return change.settled ? retryWhileUnavailable(clock, settlingMs, commit) : commit();
    },
    close: once(async () => {
      try {
        await checkpoints.stop();
        await journal.close();
        await checkpoints.finalCheckpoint();
      } finally {
        unlock();
      }
    }),
  };
}

/** Everything that is in the directory, and the sessions whose documents are behind the journal. */
async function readDirectory({
  directory,
  journalDirectory,
  clock,
  log,
}: Pick<LowdbStoreOptions, 'directory' | 'clock' | 'log'> & { readonly journalDirectory: string }) {
  const sessionsDirectory = join(directory, 'sessions');
  await makePrivate(journalDirectory);
  await makePrivate(sessionsDirectory);
  const quarantineDirectory = join(directory, 'set-aside');
  await makePrivate(quarantineDirectory);
  await removeUnfinished(journalDirectory);
  const quarantine = await QuarantineDirectory.open(quarantineDirectory, log);
  const documents = new DocumentFiles(sessionsDirectory);
  const table = new SessionTable();
  const loading = { table, documents, quarantine, now: clock.now() };
  await loadDocuments(loading);
  const { lines, names } = await readJournals(journalDirectory, quarantine);
  const dirtySessions = await replay(lines, loading);
  table.deleteIdempotencyRecords(loading.now - idempotencyWindowMs, Number.POSITIVE_INFINITY);
  return { table, documents, names, dirtySessions };
}
