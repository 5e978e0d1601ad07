import { createJournalFile } from '../../src/adapters/storage/lowdb/journal/journal-file.ts';
import { lowdbStore } from '../../src/adapters/storage/lowdb/lowdb-store.ts';
import { sessionId } from '../../src/domain/ids.ts';
import { accept, openSession } from '../contracts/session-steps.ts';
import { testClock } from '../contracts/test-clock.ts';
import { dyingFiles, type StoragePoint } from './dying-files.ts';

/** Commits and names on standard output what was acknowledged, until it kills itself at the point that it is told. */
const [directory = '', point = ''] = process.argv.slice(2);
const clock = testClock();
const log = { info() {}, warn() {}, error() {} };
const passesBefore = 5;
const createFile = dyingFiles(createJournalFile, { point: point as StoragePoint, passesBefore });
// Records are gathered only where there are many sessions.
const manySessions = point.includes('records') ? 0 : 500;
const store = await lowdbStore({ directory, clock, log, createFile, manySessions });
const id = sessionId('ada');
await openSession(store, clock, id);
for (let count = 0; count < 400; count++) {
  await accept(store, clock, `${count}`, id);
  process.stdout.write(`${count}\n`);
  // Folding removes the journal file and makes a new one.
  if (count % 10 === 9) {
    clock.pass(30_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
