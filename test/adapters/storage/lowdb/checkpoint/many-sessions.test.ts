import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DocumentFiles } from '../../../../../src/adapters/storage/lowdb/checkpoint/document-files.ts';
import { type SessionId, sessionId } from '../../../../../src/domain/ids.ts';
import {
  accept,
  ada,
  changed,
  ended,
  openSession,
  pendingTexts,
  theSession,
} from '../../../../contracts/session-steps.ts';
import { freshDirectory, type Stored, storedIn } from '../lowdb-directory.ts';

describe('a store that holds many sessions', () => {
  const many = { manySessions: 20 };
  const others = Array.from({ length: 80 }, (_, index) => sessionId(`other-${index}`));
  const journalsOf = async ({ directory }: Stored) =>
    (await readdir(join(directory, 'journal'))).filter((name) => name.endsWith('.jsonl'));

  const withMany = async (): Promise<Stored> => {
    const stored = await storedIn(await freshDirectory(), many);
    await Promise.all(others.map((id) => openSession(stored.store, stored.clock, id)));
    await accept(stored.store, stored.clock, 'one', others[0]);
    return stored;
  };
  const recordsIn = async (stored: Stored): Promise<boolean> => {
    const [name] = await journalsOf(stored);
    const text = await readFile(join(stored.directory, 'journal', name ?? ''), 'utf8').catch(() => '');
    return text.includes('"type":"record"');
  };

  it('gathers their records before it writes their documents, and loses nothing of what comes meanwhile', async () => {
    const stored = await withMany();
    stored.clock.pass(30_000);
    await expect.poll(() => recordsIn(stored), { interval: 2, timeout: 10_000 }).toBe(true);
    await accept(stored.store, stored.clock, 'two', others[0]);
    const killed = await stored.reopenAsKilled();
    expect(killed.logged).toEqual([]);
    expect(await pendingTexts(killed.store, others[0])).toEqual(['one', 'two']);
    for (const id of others) expect(await killed.store.ofId(id)).toBeDefined();
    await expect.poll(() => recordsIn(stored), { timeout: 10_000 }).toBe(false);
    expect(await pendingTexts((await stored.reopen()).store, others[0])).toEqual(['one', 'two']);
  });

  it('does not bring back a session that was forgotten', async () => {
    const stored = await withMany();
    const { store, clock } = stored;
    const gone = others[1] ?? ada;
    await store.purge();
    await store.commit(changed(await theSession(store, gone), ended(clock.now())));
    await Promise.all(others.slice(2).map((id) => accept(store, clock, 'word', id)));
    await store.deleteEnded(clock.now() + 1, 10);
    clock.pass(30_000);
    await expect.poll(() => recordsIn(stored), { interval: 2, timeout: 10_000 }).toBe(true);
    const killed = await stored.reopenAsKilled();
    expect(await killed.store.ofId(gone)).toBeUndefined();
    expect(await killed.store.ofId(others[2] ?? ada)).toBeDefined();
    expect(killed.logged).toEqual([]);
  });

  it('keeps its journal when it cannot gather them, says so, and does it when it can', async () => {
    const stored = await withMany();
    const { store, clock, directory, logged } = stored;
    const inTheWay = join(directory, 'journal', '00000002.jsonl.tmp');
    await mkdir(inTheWay);
    clock.pass(30_000);
    await expect
      .poll(() => logged.map(({ event }) => event), { timeout: 10_000 })
      .toEqual(['checkpoint-failed']);
    await accept(store, clock, 'two', others[0]);
    const killed = await stored.reopenAsKilled();
    expect(await pendingTexts(killed.store, others[0])).toEqual(['one', 'two']);
    for (const id of others) expect(await killed.store.ofId(id)).toBeDefined();
    await rm(inTheWay, { recursive: true });
    await store.purge();
    expect(await journalsOf(stored)).toEqual([]);
    expect(await pendingTexts((await stored.reopen()).store, others[0])).toEqual(['one', 'two']);
  });

  it('writes first the document of a session whose texts were erased', async () => {
    const stored = await withMany();
    const { store, clock, directory } = stored;
    const erased = others[0] ?? ada;
    await store.purge();
    await store.commit(changed(await theSession(store, erased), ended(clock.now())));
    await Promise.all(others.slice(1).map((id) => accept(store, clock, 'word', id)));
    await store.redactTextsOf(erased);
    clock.pass(30_000);
    const files = new DocumentFiles(join(directory, 'sessions'));
    const isWritten = async (id: SessionId, text: string) =>
      (await readFile(files.pathOf(id), 'utf8')).includes(text);
    await expect.poll(() => isWritten(erased, '"erased"'), { interval: 2, timeout: 10_000 }).toBe(true);
    const written = await Promise.all(others.slice(1).map((id) => isWritten(id, '"word"')));
    expect(written.filter((is) => is).length).toBeLessThan(others.length / 2);
  });

  it('hurries when a caller waits for what was erased to be gone', async () => {
    const stored = await withMany();
    stored.clock.pass(30_000);
    await stored.store.purge();
    expect(await journalsOf(stored)).toEqual([]);
    const { directory } = stored;
    await rm(join(directory, 'journal'), { recursive: true });
    expect((await new DocumentFiles(join(directory, 'sessions')).list()).length).toBe(others.length);
  });
});
