import { describe, expect, it } from 'vitest';
import type { FreshStore, MakeFreshStore } from '../fresh-store.ts';
import {
  accept,
  ada,
  adasChat,
  adasLiveChat,
  attempt,
  changed,
  ended,
  lane,
  leased,
  openSession,
  pendingTexts,
  theSession,
} from '../session-steps.ts';

/** What outlives the process; a store that does not outlive it promises nothing here. */
export function describeDurability(freshStore: MakeFreshStore): void {
  const eachEnd = async (
    prepare: (fresh: FreshStore) => Promise<void>,
    expectSame: (fresh: FreshStore) => Promise<void>,
  ) => {
    for (const end of ['close', 'kill'] as const) {
      const fresh = await freshStore();
      await prepare(fresh);
      const store = (await fresh.reopen?.(end)) ?? fresh.store;
      await expectSame({ ...fresh, store });
    }
  };

  describe('after the end of the process', () => {
    it('every session is as it was', async () => {
      let before: unknown;
      await eachEnd(
        async ({ store, clock }) => {
          await openSession(store, clock);
          await accept(store, clock, 'Hello');
          before = await theSession(store);
        },
        async ({ store }) => {
          expect(await theSession(store)).toEqual(before);
          expect(await store.ofLiveChat(adasLiveChat)).toEqual(before);
          expect(await store.ofConversation(adasChat)).toEqual(before);
          expect(await store.hasRequested(Infinity)).toBe(false);
        },
      );
    });

    it('what is pending is still there, in order, and can be leased at once', () =>
      eachEnd(
        async ({ store, clock }) => {
          await openSession(store, clock);
          for (const text of ['one', 'two', 'three']) await accept(store, clock, text);
          await attempt(store, lane(ada), { as: 'delivered' });
          await leased(store, lane(ada), 60_000);
        },
        async ({ store, reopen }) => {
          if (reopen) expect(await pendingTexts(store)).toEqual(['two', 'three']);
        },
      ));

    it('an attempt that was under way counts as one of unknown outcome', () =>
      eachEnd(
        async ({ store, clock }) => {
          await openSession(store, clock);
          const id = await accept(store, clock, 'one');
          await store.begin(await leased(store, lane(ada)), id, 1000);
        },
        async ({ store, clock }) => {
          clock.pass(1000);
          const { messages } = await leased(store, lane(ada));
          expect(messages[0]).toMatchObject({ attempts: 1, unknownAttempts: 1 });
        },
      ));

    it('a lease from before is worth nothing', async () => {
      const { store, clock, reopen } = await freshStore();
      if (!reopen) return;
      await openSession(store, clock);
      const id = await accept(store, clock, 'one');
      const lease = await leased(store, lane(ada), 60_000);
      const reopened = await reopen('kill');
      expect(await reopened.begin(lease, id, 1000)).toBe('gone');
      expect(await reopened.settle({ lease, id, settlement: { as: 'delivered' } })).toBe('lost');
    });

    it('ended sessions, dead letters and answered requests are remembered', () =>
      eachEnd(
        async ({ store, clock }) => {
          await openSession(store, clock);
          await accept(store, clock, 'one');
          const change = changed(await theSession(store), ended(clock.now()));
          const inbound = { id: 'end:1', answer: 'ended' };
          await store.commit({ ...change, deadLetterLanes: ['to-customer'], inbound });
        },
        async ({ store }) => {
          expect((await store.ofLiveChat(adasLiveChat))?.session.status).toBe('ended');
          expect(await store.ofConversation(adasChat)).toBeUndefined();
          expect(await store.deadLetters(10)).toMatchObject([{ sessionId: ada, cause: 'abandoned' }]);
          expect(await store.replyTo(adasChat, 'end:1')).toEqual({ sessionId: ada, answer: 'ended' });
          expect(await store.lease(lane(ada), 1000)).toBeUndefined();
        },
      ));
  });
}
