import { describe, expect, it } from 'vitest';
import { sessionId } from '../../../src/domain/ids.ts';
import type { MakeFreshStore } from '../fresh-store.ts';
import {
  ada,
  attempt,
  changed,
  ended,
  lane,
  leased,
  opening,
  pendingTexts,
  theSession,
  words,
} from '../session-steps.ts';
import { storesWithMessages } from './stores-with-messages.ts';

export function describeGivenUpMessages(freshStore: MakeFreshStore): void {
  const withWords = storesWithMessages(freshStore);

  describe('messages that are given up', () => {
    it('become dead letters, newest first, and are never leased again', async () => {
      const { store, clock, ids } = await withWords('one', 'two');
      await store.commit({
        ...changed(await theSession(store), ended(clock.now())),
        deadLetterLanes: ['to-customer'],
      });
      expect(await store.lease(lane(ada), 1000)).toBeUndefined();
      const letters = await store.deadLetters(10);
      expect(letters.map(({ id, cause }) => [id, cause])).toEqual(
        ids.toReversed().map((id) => [id, 'abandoned']),
      );
      expect(await store.deadLetters(1)).toHaveLength(1);
    });

    it('leave nothing behind when they were not to be read', async () => {
      const { store, clock } = await freshStore();
      await store.commit(opening(clock));
      const change = {
        ...changed(await theSession(store), ended(clock.now())),
        deadLetterLanes: ['to-live-chat'] as const,
      };
      await store.commit(change);
      expect(await store.deadLetters(10)).toEqual([]);
      expect((await theSession(store)).pending['to-live-chat']).toBe(0);
    });

    it('leave the dead letters of before as they are, a start included', async () => {
      const { store, clock } = await freshStore();
      await store.commit(opening(clock));
      await attempt(store, lane(ada, 'to-live-chat'), { as: 'rejected', cause: 'invalid' });
      const before = await store.deadLetters(10);
      expect(before).toMatchObject([{ content: { kind: 'start' }, cause: 'invalid' }]);
      clock.pass(50);
      const change = changed(await theSession(store), ended(clock.now()));
      await store.commit({ ...change, deadLetterLanes: ['to-live-chat'] });
      expect(await store.deadLetters(10)).toEqual(before);
    });

    it('make room for what the same commit adds', async () => {
      const { store, clock } = await withWords('one');
      const stored = await theSession(store);
      const farewell = words(stored, 'farewell', clock.now());
      await store.commit({ ...changed(stored), deadLetterLanes: ['to-customer'], messages: [farewell] });
      expect(await pendingTexts(store)).toEqual(['farewell']);
    });

    it('are under way until an attempt that had begun is settled, and other lanes are not', async () => {
      const { store, clock, first } = await withWords('one');
      expect(await store.isUnderWay(lane(ada))).toBe(false);
      const lease = await leased(store, lane(ada));
      await store.begin(lease, first, 1000);
      expect(await store.isUnderWay(lane(ada))).toBe(true);
      expect(await store.isUnderWay(lane(ada, 'to-live-chat'))).toBe(false);
      const stored = await theSession(store);
      await store.commit({ ...changed(stored, ended(clock.now())), deadLetterLanes: ['to-customer'] });
      expect(await store.isUnderWay(lane(ada))).toBe(true);
      await store.settle({ lease, id: first, settlement: { as: 'not-delivered', cause: '503', until: 0 } });
      expect(await store.isUnderWay(lane(ada))).toBe(false);
      expect(await store.isUnderWay(lane(sessionId('unknown')))).toBe(false);
    });

    it('in the middle of an attempt are dead unless that attempt delivers', async () => {
      for (const [settlement, dead] of [
        [{ as: 'delivered' }, []],
        [{ as: 'unknown', cause: 'timed-out', until: 0 }, [{ cause: 'abandoned', unknownAttempts: 1 }]],
        [{ as: 'rejected', cause: 'gone' }, [{ cause: 'gone', unknownAttempts: 0 }]],
      ] as const) {
        const { store, clock, first } = await withWords('one');
        const lease = await leased(store, lane(ada));
        await store.begin(lease, first, 1000);
        const stored = await theSession(store);
        const diedAt = clock.now();
        await store.commit({ ...changed(stored, ended(diedAt)), deadLetterLanes: ['to-customer'] });
        clock.pass(50);
        expect(await store.settle({ lease, id: first, settlement })).not.toBe('lost');
        expect(await store.deadLetters(10)).toMatchObject(dead.map((letter) => ({ ...letter, diedAt })));
      }
    });
  });
}
