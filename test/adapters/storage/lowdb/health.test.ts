import { describe, expect, it } from 'vitest';
import { createJournalFile } from '../../../../src/adapters/storage/lowdb/journal/journal-file.ts';
import { StoreUnavailable } from '../../../../src/application/ports/session-store.ts';
import {
  accept,
  ada,
  adasChat,
  adasLiveChat,
  attempt,
  changed,
  ended,
  lane,
  opening,
  openSession,
  theSession,
} from '../../../contracts/session-steps.ts';
import { freshDirectory, storedIn } from './lowdb-directory.ts';

describe('a store on a disk that takes nothing', () => {
  it('is not writable from the first failure until the disk has recovered', async () => {
    let isFull = false;
    const { store, clock } = await storedIn(await freshDirectory(), {
      createFile: async (path) => {
        if (isFull) throw new Error('ENOSPC');
        return createJournalFile(path);
      },
    });
    expect(await store.isWritable()).toBe(true);
    isFull = true;
    await expect(store.commit(opening(clock))).rejects.toThrow(StoreUnavailable);
    expect(await store.isWritable()).toBe(false);
    isFull = false;
    // Without any commit: somebody who sends none to a store that is not writable would never learn of it.
    expect(await store.isWritable()).toBe(true);
    expect(await store.commit(opening(clock))).toEqual({ outcome: 'committed' });
    expect(await store.isWritable()).toBe(true);
  });

  it('keeps the sessions and the dead letters that it could not change', async () => {
    let isFull = false;
    const { store, clock } = await storedIn(await freshDirectory(), {
      createFile: async (path) => {
        const file = await createJournalFile(path);
        return {
          ...file,
          append: (bytes) => {
            if (isFull) throw new Error('ENOSPC');
            file.append(bytes);
          },
        };
      },
    });
    await openSession(store, clock);
    const letter = await accept(store, clock, 'one');
    await attempt(store, lane(ada), { as: 'rejected', cause: 'invalid' });
    isFull = true;
    await expect(store.replay(letter)).rejects.toThrow(StoreUnavailable);
    await expect(store.drop(letter)).rejects.toThrow(StoreUnavailable);
    expect(await store.deadLetter(letter)).toMatchObject({ cause: 'invalid' });
    isFull = false;
    const inbound = { id: 'end:1', answer: 'ended' };
    await store.commit({ ...changed(await theSession(store), ended(clock.now())), inbound });
    const before = await theSession(store);
    isFull = true;
    await expect(store.redactTexts(clock.now() + 1, 10)).rejects.toThrow(StoreUnavailable);
    await expect(store.deleteEnded(clock.now() + 1, 10)).rejects.toThrow(StoreUnavailable);
    expect(await theSession(store)).toEqual(before);
    expect(await store.ofLiveChat(adasLiveChat)).toEqual(before);
    expect(await store.replyTo(adasChat, 'end:1')).toEqual({ sessionId: ada, answer: 'ended' });
    isFull = false;
    expect(await store.deleteEnded(clock.now() + 1, 10)).toBe(1);
  });
});
