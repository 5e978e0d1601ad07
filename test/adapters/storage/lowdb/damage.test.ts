import { appendFile, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sessionId } from '../../../../src/domain/ids.ts';
import { accept, ada, openSession, pendingTexts } from '../../../contracts/session-steps.ts';
import { freshDirectory, type Stored, storedIn } from './lowdb-directory.ts';

const bob = sessionId('bob');

/** A store with the sessions of Ada and Bob, in the journal alone as long as it is not closed. */
async function withAdaAndBob(): Promise<Stored> {
  const stored = await storedIn(await freshDirectory());
  for (const id of [ada, bob]) {
    await openSession(stored.store, stored.clock, id);
    await accept(stored.store, stored.clock, 'Hello', id);
  }
  return stored;
}

async function fileOf(directory: string, name: string): Promise<string> {
  const files = await readdir(directory, { recursive: true });
  return join(directory, files.find((file) => file.endsWith(name)) ?? name);
}

const setAsideIn = async ({ directory }: Stored) => (await readdir(join(directory, 'set-aside'))).sort();

describe('a damaged document', () => {
  for (const [damage, harm] of [
    ['is no JSON', () => '{"schema": 1, "sess'],
    ['has an unknown schema version', (text: string) => text.replace('"schema": 1', '"schema": 2')],
    ['lacks a field', (text: string) => text.replace('"customerAddress"', '"address"')],
    ['holds another session', (text: string) => text.replaceAll('session-ada', 'session-eve')],
  ] as const) {
    it(`that ${damage} is quarantined and reported, and the others are loaded`, async () => {
      const stored = await withAdaAndBob();
      await stored.store.close();
      const path = await fileOf(stored.directory, 'session-ada.json');
      await writeFile(path, harm(await readFile(path, 'utf8')));
      const reopened = await stored.reopen();
      expect(await reopened.store.ofId(ada)).toBeUndefined();
      expect(await pendingTexts(reopened.store, bob)).toEqual(['Hello']);
      expect(await setAsideIn(stored)).toEqual(['session-ada.json', 'session-ada.reason.txt']);
      expect(reopened.logged).toMatchObject([{ event: 'record-set-aside', session: 'session-ada' }]);
      expect(JSON.stringify(reopened.logged)).not.toContain('Hello');
    });
  }

  it('is not brought back from later lines of the journal, at this start or the next', async () => {
    const before = await storedIn(await freshDirectory());
    await openSession(before.store, before.clock);
    const folded = await before.reopen();
    await accept(folded.store, folded.clock, 'Hello');
    const killed = await folded.reopenAsKilled();
    await killed.store.close();
    for (const file of await readdir(join(before.directory, 'journal'))) {
      await rename(join(before.directory, 'journal', file), join(killed.directory, 'journal', file));
    }
    await writeFile(await fileOf(killed.directory, 'session-ada.json'), 'gone');
    const first = await killed.reopen();
    expect(await first.store.ofId(ada)).toBeUndefined();
    const second = await first.reopen();
    expect(await second.store.ofId(ada)).toBeUndefined();
    expect(await setAsideIn(second)).toContain('session-ada.json');
  });
});

describe('a damaged journal', () => {
  const journalOf = async ({ directory }: Stored) => {
    const names = (await readdir(join(directory, 'journal'))).sort();
    return join(directory, 'journal', names.at(-1) ?? '');
  };

  it('that ends within a line loses that line alone, and says so', async () => {
    const torn = await storedIn(await freshDirectory());
    await openSession(torn.store, torn.clock);
    await accept(torn.store, torn.clock, 'Hello');
    await appendFile(await journalOf(torn), '{"schema":1,"crc":"00000000","entry":{"type":"comm');
    const reopened = await torn.reopenAsKilled();
    expect(await pendingTexts(reopened.store)).toEqual(['Hello']);
    expect(reopened.logged).toMatchObject([{ event: 'unfinished-journal-line-cut' }]);
    const again = await reopened.reopenAsKilled();
    expect(again.logged).toEqual([]);
    expect(await pendingTexts(again.store)).toEqual(['Hello']);
  });

  it.each([
    ['torn', (line: Buffer) => line.subarray(0, line.length / 2)],
    ['changed', (line: Buffer) => Buffer.from(line.toString().replace('Bye', 'BYE'))],
    ['no text at all', () => Buffer.from([0xff, 0x00, 0xfe, 0x0a, 0xff])],
  ])('whose last lines are %s keeps them aside, byte for byte', async (_, damage) => {
    const stored = await storedIn(await freshDirectory());
    await openSession(stored.store, stored.clock);
    await accept(stored.store, stored.clock, 'Hello');
    const path = await journalOf(stored);
    const before = await readFile(path);
    await accept(stored.store, stored.clock, 'Bye');
    const damaged = Buffer.from(damage((await readFile(path)).subarray(before.length)));
    await writeFile(path, Buffer.concat([before, damaged]));
    const reopened = await stored.reopenAsKilled();
    expect(await pendingTexts(reopened.store)).toEqual(['Hello']);
    const name = `journal-${basename(path, '.jsonl')}-${before.length}`;
    expect(await setAsideIn(reopened)).toEqual([`${name}.jsonl`, `${name}.reason.txt`]);
    expect(reopened.logged).toMatchObject([
      { event: 'unfinished-journal-line-cut', quarantined: `${name}.jsonl` },
    ]);
    expect(await readFile(join(reopened.directory, 'set-aside', `${name}.jsonl`))).toEqual(damaged);
  });

  it('quarantines the session of a line that was changed, as a whole, and the others go on', async () => {
    const stored = await withAdaAndBob();
    const path = await journalOf(stored);
    const lines = (await readFile(path, 'utf8')).split('\n');
    const harmed = lines.map((line, index) => (index === 2 ? line.replace('queued', 'QUEUED') : line));
    await writeFile(path, harmed.join('\n'));
    const reopened = await stored.reopenAsKilled();
    expect(await reopened.store.ofId(ada)).toBeUndefined();
    expect(await pendingTexts(reopened.store, bob)).toEqual(['Hello']);
    expect(await setAsideIn(reopened)).toEqual(['session-ada.jsonl', 'session-ada.reason.txt']);
    expect(reopened.logged).toMatchObject([{ event: 'record-set-aside', session: 'session-ada' }]);
  });
});
