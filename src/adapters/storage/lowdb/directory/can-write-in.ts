import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CreateJournalFile } from '../journal/journal-file.ts';

/** Not a journal file's name, so that replay ignores it. */
const probeName = 'probe';

/** Whether a file of the journal could be written now: a small one is, and taken away again. */
export async function canWriteIn(directory: string, create: CreateJournalFile): Promise<boolean> {
  const path = join(directory, probeName);
  try {
    await rm(path, { force: true });
    const file = await create(path);
    try {
      file.append(Buffer.from('probe'));
      await file.sync();
    } finally {
      await file.close();
    }
    await rm(path, { force: true });
    return true;
  } catch {
    // Whatever it was: that it cannot be written is the answer.
    return false;
  }
}
