import { describe, expect, it } from 'vitest';
import { liveChatId, sessionId } from '../../../src/domain/ids.ts';
import type { MakeFreshStore } from '../fresh-store.ts';
import {
  ada,
  adasChat,
  adasLiveChat,
  changed,
  ended,
  opening,
  openSession,
  type Store,
  theSession,
} from '../session-steps.ts';

const bob = sessionId('session-bob');
const adas = { sessionId: ada, liveChatId: adasLiveChat };
const bobs = { sessionId: bob, liveChatId: liveChatId('live-chat-session-bob') };

/** Which live chats a replica follows. */
export function describeFeeds(freshStore: MakeFreshStore): void {
  describe('a feed', () => {
    it('is claimed of a session that is open and has a live chat, and of no other', async () => {
      const { store, clock } = await freshStore();
      await store.commit(opening(clock, ada, adasChat));
      expect(await store.claimFeeds(10)).toEqual([]);
      await openSession(store, clock, bob);
      expect(await store.claimFeeds(10)).toEqual([bobs]);
      await store.commit(changed(await theSession(store, bob), ended(clock.now())));
      await store.releaseFeeds([bob]);
      expect(await store.claimFeeds(10)).toEqual([]);
    });

    it('is claimed once, and again after it was given back', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      expect(await store.claimFeeds(10)).toEqual([adas]);
      expect(await store.claimFeeds(10)).toEqual([]);
      await store.releaseFeeds([ada]);
      await store.releaseFeeds([ada]);
      expect(await store.claimFeeds(10)).toEqual([adas]);
    });

    it('is claimed by no more than the limit at a time', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      clock.pass(1);
      await openSession(store, clock, bob);
      const first = await store.claimFeeds(1);
      const second = await store.claimFeeds(1);
      expect([...first, ...second]).toEqual([adas, bobs]);
    });

    it('is held until its session is over', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      await openSession(store, clock, bob);
      expect(await store.heldFeeds()).toEqual([]);
      await store.claimFeeds(10);
      expect([...(await store.heldFeeds())].sort()).toEqual([ada, bob]);
      await store.commit(changed(await theSession(store), ended(clock.now())));
      expect(await store.heldFeeds()).toEqual([bob]);
    });

    it('stays with who offers it until another replica claims it', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      await store.claimFeeds(10);
      const offer = { sessionId: ada, unheardSince: clock.now(), timesOffered: 1 };
      await store.offerFeeds([offer, { ...offer, sessionId: bob }]);
      expect(await store.claimFeeds(10)).toEqual([]);
      expect(await store.heldFeeds()).toEqual([ada]);
    });

    it('goes on at the bookmark that was committed last', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      await read(store, clock.now(), 'first');
      await read(store, clock.now(), 'second');
      expect(await store.claimFeeds(10)).toEqual([{ ...adas, bookmark: 'second' }]);
    });

    it('can be claimed by the next process when the one before was killed', async () => {
      const { store, clock, reopen } = await freshStore();
      await openSession(store, clock);
      await read(store, clock.now(), 'first');
      await store.claimFeeds(10);
      if (reopen === undefined) return;
      expect(await (await reopen('close')).claimFeeds(10)).toEqual([{ ...adas, bookmark: 'first' }]);
    });
  });
}

async function read(store: Store, at: number, bookmark: string): Promise<void> {
  await store.commit(changed(await theSession(store), { type: 'feed-read', bookmark, at }));
}
