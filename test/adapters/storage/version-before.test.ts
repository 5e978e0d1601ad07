import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stateColumn, stateText } from '../../../src/adapters/storage/postgres/sessions/state-column.ts';
import { accept, ada, theSession } from '../../contracts/session-steps.ts';
import { freshDirectory, storedIn } from './lowdb/lowdb-directory.ts';

/** What version 0.1 wrote of one session, with a transcript: one in which the customer has spoken, and one before that. */
const written = join(import.meta.dirname, 'version-0.1');

const files = {
  document: ['sessions/91/session-ada.json', 'json'],
  journal: ['journal/00000001.jsonl', 'jsonl'],
} as const;

async function directoryWith(kind: keyof typeof files, name: string): Promise<string> {
  const directory = await freshDirectory();
  const [path, extension] = files[kind];
  await mkdir(join(directory, path, '..'), { recursive: true });
  await copyFile(join(written, `${name}.${extension}`), join(directory, path));
  return directory;
}

async function documentIn(directory: string): Promise<string> {
  const files = await readdir(join(directory, 'sessions'), { recursive: true });
  return join(directory, 'sessions', files.find((file) => file.endsWith('.json')) ?? '');
}

describe.each([
  ['spoken', true],
  ['silent', false],
] as const)('What version 0.1 wrote (%s)', (name, hasSpoken) => {
  it.each(['document', 'journal'] as const)('is read from its %s', async (kind) => {
    const { store, logged } = await storedIn(await directoryWith(kind, name));
    const { session, waiting } = await theSession(store);
    expect(session).toMatchObject({
      id: ada,
      status: 'queued',
      hasSpoken,
      problem: 'The printer is on fire',
    });
    expect(session).not.toHaveProperty('transcript');
    expect(waiting).toEqual({ 'to-live-chat': hasSpoken ? 1 : 0, 'to-customer': 0 });
    expect(logged).toEqual([]);
  });

  it.each(['document', 'journal'] as const)('stays readable for version 0.1 (from its %s)', async (kind) => {
    const { store, clock, directory } = await storedIn(await directoryWith(kind, name));
    await accept(store, clock, 'Hi');
    await store.purge();
    const { session } = JSON.parse(await readFile(await documentIn(directory), 'utf8'));
    // It asks for nothing but whether the customer has spoken since the request.
    const transcript = hasSpoken ? [{ from: 'customer', text: '', at: session.requestedAt }] : [];
    expect(session).toMatchObject({ hasSpoken, transcript });
    expect(JSON.parse(stateText((await theSession(store)).session))).toEqual(session);
  });

  it('is read from its column', async () => {
    const { session } = JSON.parse(await readFile(join(written, `${name}.json`), 'utf8'));
    expect(stateColumn.parse(JSON.stringify(session))).toMatchObject({ status: 'queued', hasSpoken });
  });
});
