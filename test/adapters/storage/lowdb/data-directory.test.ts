import { appendFile, chmod, cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compact } from '../../../../src/adapters/storage/lowdb/checkpoint/compaction.ts';
import { accept, openSession, pendingTexts } from '../../../contracts/session-steps.ts';
import { freshDirectory, storedIn } from './lowdb-directory.ts';

async function rightsIn(directory: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const rights = new Map<string, string>();
  for (const entry of entries) {
    const { mode } = await stat(join(entry.parentPath, entry.name));
    rights.set(`${entry.isDirectory() ? 'directory' : 'file'} ${entry.name}`, (mode & 0o777).toString(8));
  }
  return rights;
}

describe('the data directory', () => {
  it('may hold files of others, where sessions, journals and records are', async () => {
    const stored = await storedIn(await freshDirectory());
    await openSession(stored.store, stored.clock);
    await accept(stored.store, stored.clock, 'Hello');
    await stored.store.purge();
    const { directory } = stored;
    const [folder = ''] = await readdir(join(directory, 'sessions'));
    for (const path of [
      'sessions/.DS_Store',
      'sessions/README.json',
      'journal/notes.txt',
      'journal/9.jsonl',
    ]) {
      await writeFile(join(directory, path), 'not ours');
    }
    await writeFile(join(directory, 'sessions', folder, '.hidden.json'), 'not ours');
    for (const path of [
      'sessions/lost+found',
      'journal/00000099.jsonl',
      'journal/1.jsonl.tmp',
      'set-aside/old',
    ]) {
      await mkdir(join(directory, path));
    }
    await mkdir(join(directory, 'sessions', folder, 'backup.json'));
    const again = await stored.reopen();
    expect(await pendingTexts(again.store)).toEqual(['Hello']);
    expect(again.logged).toEqual([]);
    await accept(again.store, again.clock, 'Bye');
    const third = await again.reopen();
    expect(await pendingTexts(third.store)).toEqual(['Hello', 'Bye']);
  });

  it('is restored from a copy of the whole of it that was made while the store was closed', async () => {
    const stored = await storedIn(await freshDirectory());
    const { directory, store, clock } = stored;
    await openSession(store, clock);
    await accept(store, clock, 'Before');
    await store.close();
    const backup = await freshDirectory();
    await cp(directory, backup, { recursive: true });
    const later = await storedIn(directory, {}, clock);
    await accept(later.store, clock, 'After');
    await later.store.close();
    await rm(directory, { recursive: true });
    await cp(backup, directory, { recursive: true });
    const restored = await storedIn(directory, {}, clock);
    expect(restored.logged).toEqual([]);
    expect(await pendingTexts(restored.store)).toEqual(['Before']);
    await accept(restored.store, clock, 'Again');
    expect(await pendingTexts((await restored.reopen()).store)).toEqual(['Before', 'Again']);
  });

  it('is readable by its owner alone, whatever the mask of the process is', async () => {
    const mask = process.umask(0);
    try {
      const parent = await freshDirectory();
      const stored = await storedIn(join(parent, 'data'), { manySessions: 0 });
      await openSession(stored.store, stored.clock);
      await stored.store.purge();
      await accept(stored.store, stored.clock, 'Hello');
      const all = await rightsIn(parent);
      for (const [what, rights] of all)
        expect([what, rights]).toEqual([what, what.startsWith('file') ? '600' : '700']);
      expect([...all.keys()]).toEqual(
        expect.arrayContaining(['file lock.sqlite', 'file owner.json', 'file session-ada.json']),
      );
    } finally {
      process.umask(mask);
    }
  });

  it('is so too where damaged records are kept, and many records in one file', async () => {
    const mask = process.umask(0);
    try {
      const parent = await freshDirectory();
      const stored = await storedIn(join(parent, 'data'));
      await openSession(stored.store, stored.clock);
      await stored.store.close();
      const journal = join(stored.directory, 'journal');
      await compact({
        journalDirectory: journal,
        dirtySessions: new Set(),
        stateOf: () => undefined,
        spare: 7,
      });
      const files = await readdir(stored.directory, { recursive: true });
      const document = files.find((file) => file.endsWith('session-ada.json')) ?? '';
      await writeFile(join(stored.directory, document), 'damaged');
      await appendFile(join(journal, '00000007.jsonl'), '{"schema":1,');
      const all = await rightsIn((await stored.reopen()).directory);
      const [first = ''] = [...all.keys()].filter((name) => name.includes('journal-00000007'));
      expect([...all.keys()]).toEqual(
        expect.arrayContaining(['file 00000007.jsonl', first, 'file session-ada.reason.txt']),
      );
      for (const [what, rights] of all)
        expect([what, rights]).toEqual([what, what.startsWith('file') ? '600' : '700']);
    } finally {
      process.umask(mask);
    }
  });

  it('that others may enter is closed to them at the start', async () => {
    const stored = await storedIn(await freshDirectory());
    for (const part of ['journal', 'sessions', 'set-aside']) await chmod(join(stored.directory, part), 0o755);
    const { directory } = await stored.reopen();
    const rights = await rightsIn(directory);
    for (const part of ['journal', 'sessions', 'set-aside'])
      expect(rights.get(`directory ${part}`)).toBe('700');
  });

  it.each([
    ['stands below a file', (directory: string) => join(directory, 'file', 'data')],
    ['is a file', (directory: string) => join(directory, 'file')],
  ])('that %s names its setting', async (_, place) => {
    const directory = await freshDirectory();
    await writeFile(join(directory, 'file'), '');
    await expect(storedIn(place(directory))).rejects.toThrow(
      /cannot be used as data directory \(E\w+\)\. Set HANDOFF_DATA_DIR to a directory that this process may write\.$/,
    );
  });
});
