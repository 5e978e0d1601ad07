import { readdirSync, readFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sessionId } from '../../../../src/domain/ids.ts';
import {
  accept,
  acceptSecret,
  ada,
  adasChat,
  attempt,
  changed,
  ended,
  lane,
  openSession,
  theSession,
} from '../../../contracts/session-steps.ts';
import { freshDirectory, type Stored, storedIn } from './lowdb-directory.ts';

const filesIn = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name));

/** The files that hold what must not be there any more. */
const filesWith = (directory: string, text: RegExp): readonly string[] =>
  filesIn(directory).filter((path) => text.test(readFileSync(path, 'utf8')) || text.test(path));

const day = 24 * 60 * 60_000;

const texts = /SECRET|printer|How can I help|Ada|aad-1|somewhere/;

async function endedSession({ store, clock }: Stored, id = ada): Promise<void> {
  await openSession(store, clock, id);
  await acceptSecret(store, clock, 'one', id);
  await attempt(store, lane(id), { as: 'rejected', cause: 'invalid' });
  await acceptSecret(store, clock, 'two', id);
  await store.commit({
    ...changed(await theSession(store, id), ended(clock.now())),
    deadLetterLanes: ['to-customer'],
  });
}

/** Ended sessions, some in documents, some in the journal alone. */
async function withEndedSessions(manySessions = 500): Promise<Stored> {
  const stored = await storedIn(await freshDirectory(), { manySessions });
  await endedSession(stored);
  await stored.store.purge();
  await endedSession(stored, sessionId('other'));
  expect(filesWith(stored.directory, texts).length).toBeGreaterThan(1);
  return stored;
}

describe.each([500, 0])('the data directory where more than %i sessions are many', (manySessions) => {
  it('holds no text of a session any more once it was erased', async () => {
    const { store, clock, directory } = await withEndedSessions(manySessions);
    expect(await store.redactTexts(clock.now() + 1, 10)).toBe(2);
    await store.purge();
    expect(filesWith(directory, texts)).toEqual([]);
    expect(filesWith(directory, /session-ada/)).not.toEqual([]);
  });

  it('gets rid of them by itself within a minute', async () => {
    const { store, clock, directory } = await withEndedSessions(manySessions);
    await store.redactTexts(clock.now() + 1, 10);
    clock.pass(30_000);
    await expect.poll(() => filesWith(directory, texts), { timeout: 5000 }).toEqual([]);
  });

  it('holds nothing of a session that was forgotten', async () => {
    const { store, clock, directory } = await withEndedSessions(manySessions);
    expect(await store.deleteEnded(clock.now() + 1, 10)).toBe(2);
    await store.purge();
    expect(filesWith(directory, /session-ada|SECRET/)).toEqual([]);
  });

  it('loses them also when the process is killed before it has got rid of them', async () => {
    const stored = await withEndedSessions(manySessions);
    await stored.store.redactTexts(stored.clock.now() + 1, 10);
    const reopened = await stored.reopenAsKilled();
    expect(JSON.stringify(await theSession(reopened.store))).not.toMatch(texts);
    await reopened.store.purge();
    expect(filesWith(reopened.directory, texts)).toEqual([]);
  });

  it('keeps what others say meanwhile', async () => {
    const stored = await withEndedSessions(manySessions);
    const { store, clock } = stored;
    await openSession(store, clock, sessionId('lively'));
    const erasing = store.redactTexts(clock.now() + 1, 10).then(() => store.purge());
    for (let count = 0; count < 50; count++) await accept(store, clock, `word ${count}`, sessionId('lively'));
    await erasing;
    const { store: again } = await stored.reopen();
    expect((await theSession(again, sessionId('lively'))).pending['to-customer']).toBe(50);
  });
});

describe('words that have been delivered', () => {
  it('stay in no file, although their session goes on', async () => {
    const { store, clock, directory } = await storedIn(await freshDirectory());
    await openSession(store, clock);
    await acceptSecret(store, clock, 'one');
    expect(filesWith(directory, /SECRET/)).not.toEqual([]);
    await attempt(store, lane(ada), { as: 'delivered' });
    clock.pass(30_000);
    await expect.poll(() => filesWith(directory, /SECRET|How can I help/), { timeout: 5000 }).toEqual([]);
    expect(filesWith(directory, /session-ada/)).not.toEqual([]);
  });
});

describe('a session that is forgotten', () => {
  /** A killed process can leave the document or not, and of the journal what came after an earlier fold. */
  it.each([true, false])(
    'stays deleted and disturbs no other session (its document is left: %s)',
    async (isLeft) => {
      const stored = await withEndedSessions();
      const { store, clock, directory } = stored;
      await store.purge();
      await openSession(store, clock, sessionId('lively'));
      await store.deleteEnded(clock.now() + 1, 10);
      const copy = await freshDirectory();
      for (const part of ['journal', 'sessions', 'set-aside']) {
        await cp(join(directory, part), join(copy, part), { recursive: true });
      }
      if (!isLeft)
        for (const path of filesIn(copy).filter((each) => /session-ada/.test(each))) await rm(path);
      const found = await storedIn(copy, {}, clock);
      expect(await found.store.ofId(ada)).toBeUndefined();
      expect(await found.store.ofId(sessionId('lively'))).toBeDefined();
      expect(filesIn(join(copy, 'set-aside'))).toEqual([]);
      await found.store.purge();
      expect(filesWith(copy, /session-ada/)).toEqual([]);
    },
  );
});

describe('an answered request', () => {
  it.each(['document', 'gathered records', 'journal'])(
    'of more than seven days ago is not loaded from a %s',
    async (where) => {
      const stored = await storedIn(await freshDirectory(), { manySessions: where === 'document' ? 500 : 0 });
      const { store, clock } = stored;
      await openSession(store, clock);
      const inbound = { id: 'message:1', answer: 'accepted' };
      await store.commit({ ...changed(await theSession(store)), inbound });
      if (where !== 'journal') await store.purge();
      clock.pass(6 * day);
      const later = await stored.reopenAsKilled();
      expect(await later.store.replyTo(adasChat, inbound.id)).toMatchObject({ answer: 'accepted' });
      clock.pass(day + 60_001);
      const { store: again } = await stored.reopenAsKilled();
      expect(await again.replyTo(adasChat, inbound.id)).toBeUndefined();
    },
  );
});
