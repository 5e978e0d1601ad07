import { describe, expect, it } from 'vitest';
import { conversationId, liveChatId, sessionId } from '../../../src/domain/ids.ts';
import type { MakeFreshStore } from '../fresh-store.ts';
import {
  accept,
  ada,
  adasChat,
  adasLiveChat,
  agentSaid,
  changed,
  ended,
  lane,
  leased,
  opened,
  opening,
  openSession,
  pendingTexts,
  theSession,
  words,
} from '../session-steps.ts';

export function describeCommits(freshStore: MakeFreshStore): void {
  describe('a committed session', () => {
    it('is found by its id and its conversation, at version 1, with what waits', async () => {
      const { store, clock } = await freshStore();
      const change = opening(clock);
      expect(await store.commit(change)).toEqual({ outcome: 'committed' });
      const stored = {
        session: change.session,
        version: 1,
        pending: { 'to-live-chat': 1, 'to-customer': 0 },
        pendingBytes: { 'to-live-chat': expect.any(Number), 'to-customer': 0 },
      };
      expect(await store.ofId(ada)).toEqual(stored);
      expect(await store.ofConversation(adasChat)).toEqual(stored);
    });

    it('is found by its live chat as soon as that is known, and still when it is ended', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      expect((await store.ofLiveChat(adasLiveChat))?.session.status).toBe('queued');
      await store.commit(changed(await theSession(store), ended(clock.now())));
      expect((await store.ofLiveChat(adasLiveChat))?.session.status).toBe('ended');
    });

    it('no longer holds its conversation when it is ended', async () => {
      const { store, clock } = await freshStore();
      await store.commit(opening(clock));
      await store.commit(changed(await theSession(store), ended(clock.now())));
      expect(await store.ofConversation(adasChat)).toBeUndefined();
      const next = opening(clock, sessionId('second'));
      expect(await store.commit(next)).toEqual({ outcome: 'committed' });
      expect((await store.ofConversation(adasChat))?.session.id).toBe('second');
    });

    it('is absent when it was never committed', async () => {
      const { store } = await freshStore();
      expect(await store.ofId(ada)).toBeUndefined();
      expect(await store.ofConversation(adasChat)).toBeUndefined();
      expect(await store.ofLiveChat(adasLiveChat)).toBeUndefined();
    });

    it('counts a version for each commit, also for one without an event', async () => {
      const { store, clock } = await freshStore();
      await store.commit(opening(clock));
      const inbound = { id: 'again', answer: 'already-open' };
      await store.commit({ ...changed(await theSession(store)), inbound });
      expect((await theSession(store)).version).toBe(2);
    });
  });

  describe('a commit', () => {
    it('is stale when the session has changed since it was read, and changes nothing', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      const read = await theSession(store);
      await accept(store, clock, 'first');
      const late = {
        ...changed(read, agentSaid('second', clock.now())),
        messages: [words(read, 'second', 0)],
      };
      expect(await store.commit(late)).toEqual({ outcome: 'stale' });
      expect(await pendingTexts(store)).toEqual(['first']);
    });

    it('of a known session as a new one is stale', async () => {
      const { store, clock } = await freshStore();
      await store.commit(opening(clock));
      expect(await store.commit(opening(clock))).toEqual({ outcome: 'stale' });
    });

    it('of a second session finds the conversation taken', async () => {
      const { store, clock } = await freshStore();
      await store.commit(opening(clock));
      const second = opening(clock, sessionId('second'));
      expect(await store.commit(second)).toEqual({ outcome: 'conversation-taken' });
      expect(await store.ofId(sessionId('second'))).toBeUndefined();
    });

    it('of a live chat that another session has finds it taken, until that session has ended', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      const other = sessionId('other');
      await store.commit(opening(clock, other, conversationId('conversation-other')));
      const crossed = changed(await theSession(store, other), opened(clock.now()));
      expect(await store.commit(crossed)).toEqual({ outcome: 'live-chat-taken' });
      expect((await store.ofLiveChat(adasLiveChat))?.session.id).toBe(ada);
      await store.commit(changed(await theSession(store), ended(clock.now())));
      expect(await store.commit(crossed)).toEqual({ outcome: 'committed' });
      expect((await store.ofLiveChat(adasLiveChat))?.session.id).toBe('other');
    });

    it('leaves the sessions of other conversations alone', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      await openSession(store, clock, sessionId('bob'));
      await accept(store, clock, 'for Ada');
      expect(await pendingTexts(store, sessionId('bob'))).toEqual([]);
      expect((await store.ofConversation(conversationId('conversation-bob')))?.version).toBe(2);
      expect((await store.ofLiveChat(liveChatId('live-chat-bob')))?.session.id).toBe('bob');
    });

    it('settles a message together with the change that follows from it', async () => {
      const { store, clock } = await freshStore();
      await store.commit(opening(clock));
      const lease = await leased(store, lane(ada, 'to-live-chat'));
      await store.begin(lease, 'session-ada.1.0', 1000);
      const settled = { lease, id: 'session-ada.1.0', settlement: { as: 'delivered' as const } };
      await store.commit({ ...changed(await theSession(store), opened(clock.now())), settled });
      const { session, pending } = await theSession(store);
      expect(session.status).toBe('queued');
      expect(pending['to-live-chat']).toBe(0);
    });

    it('whose lease is not held any more is refused as a whole', async () => {
      const { store, clock } = await freshStore();
      await store.commit(opening(clock));
      const lease = await leased(store, lane(ada, 'to-live-chat'), 1000);
      clock.pass(1000);
      const settled = { lease, id: 'session-ada.1.0', settlement: { as: 'delivered' as const } };
      const change = { ...changed(await theSession(store), opened(clock.now())), settled };
      expect(await store.commit(change)).toEqual({ outcome: 'lease-lost' });
      expect(await theSession(store)).toMatchObject({ version: 1, pending: { 'to-live-chat': 1 } });
    });
  });
}
