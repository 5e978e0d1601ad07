import { describe, expect, it } from 'vitest';
import { conversationId, sessionId } from '../../../src/domain/ids.ts';
import type { MakeFreshStore } from '../fresh-store.ts';
import {
  ada,
  adasChat,
  attempt,
  changed,
  ended,
  lane,
  leased,
  opening,
  pendingTexts,
  type Store,
  theSession,
} from '../session-steps.ts';
import { storesWithMessages } from './stores-with-messages.ts';

const anHour = 3_600_000;

export function describeNextTurns(freshStore: MakeFreshStore): void {
  const withWords = storesWithMessages(freshStore);
  const waits = (store: Store, now: number, cause = 'awaits-turn') =>
    attempt(store, lane(ada), { as: 'not-delivered', until: now + anHour, cause, unsent: true });

  describe('words that wait for the customer’s next turn', () => {
    it('are due at once when it comes, and only those, and in their order', async () => {
      const { store, clock } = await withWords('one', 'two');
      await waits(store, clock.now());
      expect(await store.dueLanes(10)).toEqual([]);
      expect(await store.makeDue(lane(ada, 'to-live-chat'), 'awaits-turn')).toBe('nothing');
      expect(await store.makeDue(lane(ada), 'another cause')).toBe('nothing');
      expect(await pendingTexts(store)).toEqual([]);
      expect(await store.makeDue(lane(ada), 'awaits-turn')).toBe('due');
      expect(await store.dueLanes(10)).toEqual([lane(ada)]);
      expect(await pendingTexts(store)).toEqual(['one', 'two']);
      expect(await store.makeDue(lane(ada), 'awaits-turn')).toBe('nothing');
    });

    it('wait on where their peer has asked for a pause', async () => {
      const { store, clock } = await withWords('one');
      await waits(store, clock.now(), '429');
      expect(await store.makeDue(lane(ada), 'awaits-turn')).toBe('nothing');
      expect(await store.dueLanes(10)).toEqual([]);
    });

    it('are not there where there is no session', async () => {
      const { store } = await freshStore();
      expect(await store.makeDue(lane(sessionId('none')), 'awaits-turn')).toBe('nothing');
    });
  });

  describe('words that a turn takes along', () => {
    const cause = 'next-turn';
    const until = Number.MAX_SAFE_INTEGER;

    it('are leased in it, whenever they were due, and to one of two turns at once', async () => {
      const { store, clock } = await withWords('one', 'two');
      await waits(store, clock.now(), cause);
      expect(await store.lease(lane(ada), 1000, 'to-begin')).toBeUndefined();
      const turn = async () => {
        await store.makeDue(lane(ada), cause);
        return store.lease(lane(ada), 1000, 'to-begin');
      };
      const leases = (await Promise.all([turn(), turn()])).filter((each) => each !== undefined);
      expect(leases).toHaveLength(1);
      expect(leases[0]?.messages.map(({ content, lastCause }) => ({ content, lastCause }))).toMatchObject([
        { content: { text: 'one' }, lastCause: cause },
        { content: { text: 'two' } },
      ]);
    });

    it('are leased in it a moment after a worker has found that they wait', async () => {
      const { store, clock, first } = await withWords('one');
      const held = await leased(store, lane(ada));
      await store.makeDue(lane(ada), cause);
      expect(await store.lease(lane(ada), 1000)).toBeUndefined();
      await store.begin(held, first, 1000);
      const settlement = { as: 'not-delivered', until: clock.now() + anHour, cause, unsent: true } as const;
      await store.settle({ lease: held, id: first, settlement });
      await store.makeDue(lane(ada), cause);
      expect(await store.lease(lane(ada), 1000)).toBeUndefined();
      await store.release(held);
      expect(await store.lease(lane(ada), 1000)).toMatchObject({ messages: [{ attempts: 1 }] });
    });

    it('stay until they are confirmed: all of them, with the cause by which a repeat of the turn knows them', async () => {
      const { store, ids } = await withWords('one', 'two', 'three');
      const lease = await leased(store, lane(ada));
      for (const id of ids.slice(0, 2)) {
        await store.begin(lease, id, 1000);
        const settlement = { as: 'unknown', until, cause: `${cause} answered turn-1` } as const;
        expect(await store.settle({ lease, id, settlement })).toBe('settled');
      }
      await store.release(lease);
      expect(await store.lease(lane(ada), 1000)).toBeUndefined();
      expect(await store.makeDue(lane(ada), `${cause} answered turn-2`)).toBe('nothing');
      expect(await store.makeDue(lane(ada), cause)).toBe('due');
      const again = await leased(store, lane(ada));
      expect(again.messages).toMatchObject([
        { lastCause: `${cause} answered turn-1`, unknownAttempts: 1 },
        { lastCause: `${cause} answered turn-1`, unknownAttempts: 1 },
        { content: { text: 'three' }, unknownAttempts: 0 },
      ]);
    });

    it('are of unknown outcome where the process died in the turn, and due to the next one', async () => {
      const { store, clock, first } = await withWords('one');
      await waits(store, clock.now(), cause);
      await store.makeDue(lane(ada), cause);
      const lease = await leased(store, lane(ada), 1000);
      await store.begin(lease, first, 1000);
      clock.pass(1001);
      expect(await leased(store, lane(ada))).toMatchObject({
        messages: [{ lastCause: cause, unknownAttempts: 1 }],
      });
    });
  });

  describe('the last end of a conversation', () => {
    const inbound = (id: string) => ({ id, answer: 'requested' });

    it('is that of the session that ended last, and none while there was none', async () => {
      const { store, clock } = await freshStore();
      expect(await store.lastEndOf(adasChat)).toBeUndefined();
      await store.commit({ ...opening(clock), inbound: inbound('first') });
      expect(await store.lastEndOf(adasChat)).toBeUndefined();
      await store.commit(changed(await theSession(store), ended(clock.now())));
      clock.pass(1000);
      const second = sessionId('session-second');
      await store.commit({ ...opening(clock, second), inbound: inbound('second') });
      const at = clock.now();
      const end = { type: 'handoff-ended', reason: 'copilot', at } as const;
      await store.commit(changed(await theSession(store, second), end));
      expect(await store.lastEndOf(adasChat)).toEqual({ reason: 'copilot', endedAt: at });
    });

    it('is not that of another conversation', async () => {
      const { store, clock } = await freshStore();
      await store.commit({ ...opening(clock), inbound: inbound('first') });
      await store.commit(changed(await theSession(store), ended(clock.now())));
      expect(await store.lastEndOf(conversationId('conversation-bob'))).toBeUndefined();
    });
  });
}
