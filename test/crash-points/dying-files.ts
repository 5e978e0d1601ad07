import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import type { CreateJournalFile } from '../../src/adapters/storage/lowdb/journal/journal-file.ts';

/** Every place where files are half written: the journal before an acknowledgement, and folding after it. */
export const storagePoints = [
  'before format rename',
  'after format rename',
  'before journal create',
  'after journal create',
  'before journal append',
  'amid journal append',
  'after journal append',
  'before journal sync',
  'after journal sync',
  'before document rename',
  'after document rename',
  'before records rename',
  'after records rename',
  'before journal removal',
  'after journal removal',
] as const;

export type StoragePoint = (typeof storagePoints)[number];

interface Death {
  readonly point: StoragePoint;
  /** How often an append or a sync is survived; whatever folding does is fatal at once. */
  readonly passesBefore: number;
}

/** Real files, in a process that kills itself with SIGKILL at one point. */
export function dyingFiles(create: CreateJournalFile, { point, passesBefore }: Death): CreateJournalFile {
  let passes = 0;
  const reach = (reached: StoragePoint, survives = 0) => {
    if (reached === point && ++passes > survives) process.kill(process.pid, 'SIGKILL');
  };
  watchFolding(reach);
  return async (path) => {
    // The first file is made before anything was acknowledged; the second comes after folding.
    reach('before journal create', 1);
    const file = await create(path);
    reach('after journal create', 1);
    return {
      ...file,
      append(bytes) {
        reach('before journal append', passesBefore);
        if (point === 'amid journal append' && passes === passesBefore) {
          file.append(bytes.subarray(0, bytes.length / 2));
        }
        reach('amid journal append', passesBefore);
        file.append(bytes);
        reach('after journal append', passesBefore);
      },
      async sync() {
        reach('before journal sync', passesBefore);
        await file.sync();
        reach('after journal sync', passesBefore);
      },
    };
  };
}

/** Of a directory its format is written first, before there is a session. */
function renamedThing(to: string): 'format' | 'records' | 'document' {
  if (to.endsWith('format.json')) return 'format';
  return to.endsWith('.jsonl') ? 'records' : 'document';
}

/** Documents, gathered records and journals are put in place and removed through Node's own functions. */
function watchFolding(reach: (point: StoragePoint) => void): void {
  const { rename, rm } = fs;
  fs.rename = async (from, to) => {
    const what = renamedThing(String(to));
    reach(`before ${what} rename`);
    await rename(from, to);
    reach(`after ${what} rename`);
  };
  fs.rm = async (path, options) => {
    const isJournal = String(path).endsWith('.jsonl');
    if (isJournal) reach('before journal removal');
    await rm(path, options);
    if (isJournal) reach('after journal removal');
  };
  syncBuiltinESMExports();
}
