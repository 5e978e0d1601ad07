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
