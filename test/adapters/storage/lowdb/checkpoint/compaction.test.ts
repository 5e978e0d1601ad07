import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compact } from '../../../../../src/adapters/storage/lowdb/checkpoint/compaction.ts';
import { DocumentFiles } from '../../../../../src/adapters/storage/lowdb/checkpoint/document-files.ts';
import type { SessionDocument } from '../../../../../src/adapters/storage/record/session-document.ts';
import { StoreUnavailable } from '../../../../../src/application/ports/session-store.ts';
import { sessionId } from '../../../../../src/domain/ids.ts';
import {
  accept,
  ada,
  adasChat,
  attempt,
  changed,
  ended,
  lane,
  openSession,
  pendingTexts,
  theSession,
} from '../../../../contracts/session-steps.ts';
import { failingDisk } from '../disk/failing-disk.ts';
import { freshDirectory, type Stored, storedIn } from '../lowdb-directory.ts';

const bob = sessionId('bob');

const ids = [ada, bob];

const inbound = { id: 'message:1', answer: 'accepted' };

/** Two sessions, each with something delivered, something dead and something that waits. */
async function filled(): Promise<Stored> {
  const stored = await storedIn(await freshDirectory());
  const { store, clock } = stored;
  for (const id of ids) {
    await openSession(store, clock, id);
    for (const text of ['one', 'two', 'three']) await accept(store, clock, text, id);
    await attempt(store, lane(id), { as: 'delivered' });
    await attempt(store, lane(id), { as: 'rejected', cause: 'invalid' });
  }
  await store.commit({ ...changed(await theSession(store)), inbound });
  return stored;
}

async function contentOf({ store }: Stored) {
  return {
    sessions: [await theSession(store, ada), await theSession(store, bob)],
    texts: [await pendingTexts(store, ada), await pendingTexts(store, bob)],
    dead: (await store.deadLetters(10)).toSorted((one, other) => one.id.localeCompare(other.id)),
    answer: await store.replyTo(adasChat, inbound.id),
  };
}

/** A directory with the journal, the records in place of it, and the documents, as far as a crash has left them. */
async function leftBy(parts: { readonly journal: boolean; readonly documents: boolean }) {
  const stored = await filled();
  const directory = await freshDirectory();
  for (const part of ['journal', 'sessions']) await mkdir(join(directory, part));
  if (parts.journal)
    await cp(join(stored.directory, 'journal'), join(directory, 'journal'), { recursive: true });
  const before = await contentOf(stored);
  await stored.store.close();
  const states = await documentsIn(stored.directory);
  const compactIn = (journalDirectory: string) =>
    compact({ journalDirectory, dirtySessions: new Set(ids), stateOf: (id) => states.get(id), spare: 2 });
  if (parts.journal) {
    // As `compact` leaves it before it removes what it has gathered.
    const aside = await freshDirectory();
    await compactIn(aside);
    await cp(join(aside, '00000002.jsonl'), join(directory, 'journal', '00000002.jsonl'));
  } else await compactIn(join(directory, 'journal'));
  if (parts.documents)
    await cp(join(stored.directory, 'sessions'), join(directory, 'sessions'), { recursive: true });
  return { before, directory };
}

/** The first of the files ends with something that was refused, the second says so, and the third forgets a session. */
async function withThreeJournals() {
  const disk = failingDisk();
  const stored = await storedIn(await freshDirectory(), { createFile: disk.create });
  const { store, clock } = stored;
  const gone = sessionId('gone');
  await openSession(store, clock, gone);
  await store.commit(changed(await theSession(store, gone), ended(clock.now())));
  for (const id of ids) await openSession(store, clock, id);
  for (const text of ['one', 'refused', 'two', 'refused', 'three']) {
    if (text === 'refused') disk.fail('append');
    const accepted = accept(store, clock, text, bob);
    if (text === 'refused') await expect(accepted).rejects.toThrow(StoreUnavailable);
    else await accepted;
    disk.mend();
  }
  await store.deleteEnded(clock.now() + 1, 10);
  const journalDirectory = join(stored.directory, 'journal');
  const names = await readdir(journalDirectory);
  const killed = await stored.reopenAsKilled();
  await killed.store.close();
  const states = await documentsIn(killed.directory);
  const spare = names.length + 1;
  const copy = await freshDirectory();
  await cp(journalDirectory, copy, { recursive: true });
  await compact({
    journalDirectory: copy,
    dirtySessions: new Set([gone, ...ids]),
    stateOf: (id) => states.get(id),
    spare,
  });
  const [name = ''] = await readdir(copy);
  return { stored, names, compacted: { name, text: await readFile(join(copy, name), 'utf8') } };
}

const subsetsOf = (names: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: 2 ** names.length }, (_, subset) =>
    names.filter((_name, index) => Math.floor(subset / 2 ** index) % 2 === 1),
  );

async function documentsIn(directory: string): Promise<ReadonlyMap<string, SessionDocument>> {
  const paths = await new DocumentFiles(join(directory, 'sessions')).list();
  const documents = await Promise.all(paths.map(async (path) => JSON.parse(await readFile(path, 'utf8'))));
  return new Map(documents.map((document) => [document.session.id, document]));
}

describe('a compacted journal', () => {
  it.each([
    { journal: false, documents: false },
    { journal: false, documents: true },
    { journal: true, documents: false },
    { journal: true, documents: true },
  ])('says the same as what it was made of (left beside it: %j)', async (parts) => {
    const { before, directory } = await leftBy(parts);
    const stored = await storedIn(directory);
    expect(await contentOf(stored)).toEqual(before);
    expect(stored.logged).toEqual([]);
    await accept(stored.store, stored.clock, 'after', bob);
    const killed = await stored.reopenAsKilled();
    expect(await pendingTexts(killed.store, bob)).toEqual(['three', 'after']);
    expect(await pendingTexts((await killed.reopen()).store, bob)).toEqual(['three', 'after']);
  });

  it('counts in place of what it was made of, whichever of those files a crash leaves beside it', async () => {
    const { stored, names, compacted } = await withThreeJournals();
    const before = await contentOf(stored);
    for (const left of subsetsOf(names)) {
      const directory = await freshDirectory();
      await mkdir(join(directory, 'journal'));
      await writeFile(join(directory, 'journal', compacted.name), compacted.text);
      for (const name of left)
        await cp(join(stored.directory, 'journal', name), join(directory, 'journal', name));
      const reopened = await storedIn(directory);
      expect({ left, content: await contentOf(reopened), logged: reopened.logged }).toEqual({
        left,
        content: before,
        logged: [],
      });
    }
  });

  it('that was not finished counts for nothing and is removed', async () => {
    const stored = await filled();
    const before = await contentOf(stored);
    const killed = await stored.reopenAsKilled();
    await killed.store.close();
    const unfinished = join(killed.directory, 'journal', '00000009.jsonl.tmp');
    await writeFile(unfinished, '{"schema":1,"crc":"00000000","entry":{"type":"rec');
    const reopened = await killed.reopen();
    expect(await contentOf(reopened)).toEqual(before);
    expect(await readdir(join(killed.directory, 'journal'))).not.toContain('00000009.jsonl.tmp');
    expect(reopened.logged).toEqual([]);
  });

  it('sets a session aside whose record was changed, and the others go on', async () => {
    const { directory } = await leftBy({ journal: false, documents: false });
    const path = join(directory, 'journal', '00000002.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, [lines[0], lines[1]?.replace('three', 'THREE'), ...lines.slice(2)].join('\n'));
    const { store, logged } = await storedIn(directory);
    expect(await store.ofId(ada)).toBeUndefined();
    expect(await pendingTexts(store, bob)).toEqual(['three']);
    expect(logged).toMatchObject([{ event: 'record-set-aside', session: 'session-ada' }]);
  });
});
