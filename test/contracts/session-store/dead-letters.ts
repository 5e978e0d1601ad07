import { describe, expect, it } from 'vitest';
import type { MakeFreshStore } from '../fresh-store.ts';
import {
  accept,
  ada,
  attempt,
  changed,
  ended,
  lane,
  leased,
  opened,
  opening,
  openSession,
  pendingTexts,
  theSession,
} from '../session-steps.ts';

export function describeDeadLetters(freshStore: MakeFreshStore): void {
  /** Two letters that died, and one message that still waits. */
  const withLetters = async () => {
    const fresh = await freshStore();
    const { store, clock } = fresh;
    await openSession(store, clock);
    const ids = [];
    for (const text of ['one', 'two', 'three']) ids.push(await accept(store, clock, text));
    for (const _ of ['one', 'two']) await attempt(store, lane(ada), { as: 'rejected', cause: 'invalid' });
    const [one = '', two = ''] = ids;
    return { ...fresh, one, two };
  };
  const deadIn = async (store: Awaited<ReturnType<typeof withLetters>>['store']) =>
    (await store.deadLetters(10)).map(({ id }) => id);

  describe('a dead letter', () => {
    it('is found by its id, with what was to be read', async () => {
      const { store, one } = await withLetters();
      expect(await store.deadLetter(one)).toMatchObject({ id: one, content: { text: 'one' } });
      expect(await store.deadLetter('nobody')).toBeUndefined();
    });

    it('goes to the end of its lane when it is replayed, and is due at once', async () => {
      const { store, clock, one, two } = await withLetters();
      clock.pass(5000);
      expect(await store.replay(one)).toEqual({ outcome: 'replayed', lane: lane(ada) });
      expect(await pendingTexts(store)).toEqual(['three', 'one']);
      expect(await deadIn(store)).toEqual([two]);
      const { messages } = await leased(store, lane(ada));
      expect(messages[1]).toMatchObject({ id: one, attempts: 1, dueAt: clock.now() });
      expect(messages[1]).not.toHaveProperty('cause');
    });

    it('can die again, and be delivered in the end', async () => {
      const { store, one } = await withLetters();
      await attempt(store, lane(ada), { as: 'delivered' });
      await store.replay(one);
      await attempt(store, lane(ada), { as: 'rejected', cause: 'still' });
      expect(await store.deadLetter(one)).toMatchObject({ cause: 'still', attempts: 2 });
      await store.replay(one);
      await attempt(store, lane(ada), { as: 'delivered' });
      expect(await store.deadLetter(one)).toBeUndefined();
      expect(await pendingTexts(store)).toEqual([]);
    });

    it('makes a decision stale that was made before it was replayed', async () => {
      const { store, clock, one } = await withLetters();
      const before = await theSession(store);
      await store.replay(one);
      expect(await store.commit(changed(before, ended(clock.now())))).toEqual({ outcome: 'stale' });
    });

    it('is replayed into a session that is open, whether its live chat is or not', async () => {
      const { store, clock } = await freshStore();
      await store.commit(opening(clock));
      const toLiveChat = lane(ada, 'to-live-chat');
      for (const status of ['requested', 'queued']) {
        expect((await theSession(store)).session.status).toBe(status);
        await attempt(store, toLiveChat, { as: 'rejected', cause: 'invalid' });
        const [id = ''] = await deadIn(store);
        expect(await store.replay(id)).toEqual({ outcome: 'replayed', lane: toLiveChat });
        if (status === 'requested') await store.commit(changed(await theSession(store), opened(clock.now())));
      }
      expect((await leased(store, toLiveChat)).messages).toMatchObject([{ attempts: 2 }]);
    });

    it('is not replayed into a session that is not open, and stays', async () => {
      const { store, clock, one } = await withLetters();
      const closed = { type: 'live-chat-closed', reason: 'agent', at: clock.now() } as const;
      await store.commit(changed(await theSession(store), closed));
      expect(await store.replay(one)).toEqual({ outcome: 'session-ended' });
      await store.commit(changed(await theSession(store), ended(clock.now())));
      expect(await store.replay(one)).toEqual({ outcome: 'session-ended' });
      expect(await store.deadLetter(one)).toBeDefined();
    });

    it('is gone once it is dropped, also from a session that has ended', async () => {
      const { store, clock, one, two } = await withLetters();
      expect(await store.drop(one)).toBe('dropped');
      await store.commit(changed(await theSession(store), ended(clock.now())));
      expect(await store.drop(two)).toBe('dropped');
      expect(await deadIn(store)).toEqual([]);
    });

    it('has one effect however often it is replayed or dropped', async () => {
      const { store, one, two } = await withLetters();
      const replays = await Promise.all([store.replay(one), store.replay(one), store.replay(one)]);
      expect(replays.map(({ outcome }) => outcome).sort()).toEqual(['replayed', 'unknown', 'unknown']);
      expect(await store.drop(one)).toBe('unknown');
      const drops = await Promise.all([store.drop(two), store.drop(two), store.drop(two)]);
      expect(drops.sort()).toEqual(['dropped', 'unknown', 'unknown']);
      expect(await store.replay(two)).toEqual({ outcome: 'unknown' });
      expect(await pendingTexts(store)).toEqual(['three', 'one']);
    });

    it('keeps what was done with it when the process ends', async () => {
      for (const end of ['close', 'kill'] as const) {
        const { store: first, one, two, reopen } = await withLetters();
        await first.replay(one);
        await first.drop(two);
        const store = (await reopen?.(end)) ?? first;
        expect(await pendingTexts(store)).toEqual(['three', 'one']);
        expect(await deadIn(store)).toEqual([]);
      }
    });
  });
}
