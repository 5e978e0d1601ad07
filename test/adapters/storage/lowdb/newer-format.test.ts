import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readLowdb } from '../../../../scripts/from-lowdb/read-lowdb.ts';
import { directoryFormat } from '../../../../src/adapters/storage/lowdb/directory/directory-format.ts';
import { journalEntrySchema } from '../../../../src/adapters/storage/lowdb/journal/journal-entry.ts';
import { documentSchema } from '../../../../src/adapters/storage/record/session-document.ts';
import { accept, openSession, pendingTexts } from '../../../contracts/session-steps.ts';
import { freshDirectory, storedIn } from './lowdb-directory.ts';

/** What is stored in each format, as a hash of the schemas. */
const schemaOf: Readonly<Record<number, string>> = { 2: 'd07f85614aeac61e' };
const whenChanged =
  'What is stored has changed. Raise directoryFormat if a release writes this format already, and note the hash beside it.';

/** Everything in a directory, by path. */
async function contentOf(directory: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(file, 'base64')] as const)),
  );
}

/** A directory with a document, a journal, and a document that this version would quarantine. */
async function writtenBy(format: unknown): Promise<string> {
  const { store, clock, directory } = await storedIn(await freshDirectory());
  await openSession(store, clock);
  await store.purge();
  await accept(store, clock, 'Hello');
  await store.close();
  const [folder = ''] = await readdir(join(directory, 'sessions'));
  await writeFile(join(directory, 'sessions', folder, 'other.json'), '{"schema":2}');
  await writeFile(join(directory, 'format.json'), JSON.stringify(format));
  return directory;
}

describe('Files of a newer version', () => {
  it('keep the bridge from starting, and stay as they are', async () => {
    const directory = await writtenBy({ format: directoryFormat + 1, more: true });
    const before = await contentOf(directory);
    await expect(storedIn(directory)).rejects.toThrow(
      `${directory} was written by a newer version (format ${directoryFormat + 1}; this version knows ${directoryFormat})`,
    );
    expect(await contentOf(directory)).toEqual(before);
  });

  it('are not moved to a database', async () => {
    const directory = await writtenBy({ format: directoryFormat + 1 });
    await expect(readLowdb(directory)).rejects.toThrow('was written by a newer version');
  });

  it.each([[{}], ['2'], [{ format: 'two' }]])(
    'that do not say so plainly are not guessed at (%j)',
    async (format) => {
      const directory = await writtenBy(format);
      const before = await contentOf(directory);
      await expect(storedIn(directory)).rejects.toThrow(/format\.json does not say/);
      expect(await contentOf(directory)).toEqual(before);
    },
  );
});

describe('Files', () => {
  it('say their format from the first start on, and then serve', async () => {
    const stored = await storedIn(await freshDirectory());
    const path = join(stored.directory, 'format.json');
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ format: directoryFormat });
    await openSession(stored.store, stored.clock);
    await accept(stored.store, stored.clock, 'Hello');
    expect(await pendingTexts((await stored.reopen()).store)).toEqual(['Hello']);
  });

  it('have another format when what is stored has changed', () => {
    const schemas = [documentSchema, journalEntrySchema].map((each) => z.toJSONSchema(each, { io: 'input' }));
    const hash = createHash('sha256').update(JSON.stringify(schemas)).digest('hex').slice(0, 16);
    expect(hash, whenChanged).toBe(schemaOf[directoryFormat]);
  });
});
