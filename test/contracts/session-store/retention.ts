import { describe, expect, it } from 'vitest';
import { conversationId, liveChatId, sessionId } from '../../../src/domain/ids.ts';
import type { MakeFreshStore } from '../fresh-store.ts';
import {
  accept,
  acceptSecret,
  ada,
  adasChat,
  adasLiveChat,
  attempt,
  changed,
  ended,
  lane,
  leased,
  opening,
  openSession,
  pendingTexts,
  type Store,
  theSession,
} from '../session-steps.ts';
import type { TestClock } from '../test-clock.ts';

export function describeRetention(freshStore: MakeFreshStore): void {
  /** A session with words of both sides and a dead letter, which has ended. */
  const endedSession = async (store: Store, clock: TestClock, id = ada) => {
    await openSession(store, clock, id);
    await acceptSecret(store, clock, 'one', id);
    await acceptSecret(store, clock, 'two', id);
    await attempt(store, lane(id), { as: 'rejected', cause: 'invalid' });
    const change = changed(await theSession(store, id), ended(clock.now()));
    const inbound = { id: 'end:1', answer: 'ended' };
    await store.commit({ ...change, deadLetterLanes: ['to-customer'], inbound });
  };
  const everything = async (store: Store, id = ada) =>
    JSON.stringify([await store.ofId(id), await store.deadLetters(10)]);
  const later = (clock: TestClock) => clock.now() + 1;

  describe('texts of an ended session', () => {
    it('are erased, and the tombstone stays', async () => {
      for (const end of ['close', 'kill'] as const) {
        const { store: first, clock, reopen } = await freshStore();
        await endedSession(first, clock);
        expect(await everything(first)).toMatch(/SECRET.*printer|printer.*SECRET/);
        expect(await first.redactTexts(later(clock), 10)).toBe(1);
        const store = (await reopen?.(end)) ?? first;
        expect(await everything(store)).not.toMatch(/SECRET|printer|help|Ada|aad-1|somewhere|Dana/);
        const { session } = await theSession(store);
        expect(session).toMatchObject({ status: 'ended', reason: 'customer', liveChatId: adasLiveChat });
        expect((await store.ofLiveChat(adasLiveChat))?.session.id).toBe(ada);
        expect(await store.replyTo(adasChat, 'end:1')).toEqual({ sessionId: ada, answer: 'ended' });
        expect(await store.deadLetters(10)).toMatchObject([{ cause: 'abandoned' }, { cause: 'invalid' }]);
      }
    });

    it('stay until the time is over, and are erased once', async () => {
      const { store, clock } = await freshStore();
      await endedSession(store, clock);
      expect(await store.redactTexts(clock.now(), 10)).toBe(0);
      expect(await store.redactTexts(later(clock), 10)).toBe(1);
      expect(await store.redactTexts(later(clock), 10)).toBe(0);
    });

    it('go in batches of any size, those of every session', async () => {
      const { store, clock } = await freshStore();
      const ids = Array.from({ length: 7 }, (_, number) => sessionId(`ended-${number}`));
      for (const id of ids) await endedSession(store, clock, id);
      const erased = [3, 3, 3, 3].map((limit) => () => store.redactTexts(later(clock), limit));
      const counts: number[] = [];
      for (const erase of erased) counts.push(await erase());
      expect(counts).toEqual([3, 3, 1, 0]);
      for (const id of ids) expect(await everything(store, id)).not.toMatch(/SECRET|printer|Ada|Dana/);
      expect([await store.deleteEnded(later(clock), 5), await store.deleteEnded(later(clock), 5)]).toEqual([
        5, 2,
      ]);
    });

    it('go from dead letters of both sides, whose ids stay', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      const says = {
        kind: 'say',
        messageId: 'm "1" \\ \u0000',
        text: 'SECRET "messageId":"x"',
        sender: 'Ada',
      };
      const base = { sessionId: ada, acceptedAt: clock.now(), direction: 'to-live-chat' } as const;
      const messages = [
        { ...base, id: 'w1', content: { ...says, kind: 'say' } as const },
        { ...base, id: 'w2', content: { kind: 'notice', text: 'SECRET' } as const },
      ];
      await store.commit({ ...changed(await theSession(store)), messages });
      const end = changed(await theSession(store), ended(clock.now()));
      await store.commit({ ...end, deadLetterLanes: ['to-live-chat'] });
      await store.redactTexts(later(clock), 10);
      const letters = await store.deadLetters(10);
      expect(letters.map(({ content }) => content)).toEqual([
        { kind: 'notice', text: '' },
        { kind: 'say', messageId: says.messageId, text: '', sender: 'erased' },
      ]);
    });

    it('do not come back with a commit that was decided before', async () => {
      const { store, clock } = await freshStore();
      await endedSession(store, clock);
      const before = await theSession(store);
      await store.redactTexts(later(clock), 10);
      expect(await store.commit(changed(before))).toEqual({ outcome: 'stale' });
    });

    it('go from a start that has yet to tell its live chat, and the start stays', async () => {
      const { store, clock } = await freshStore();
      await store.commit(opening(clock));
      await store.commit(changed(await theSession(store), ended(clock.now())));
      await store.redactTextsOf(ada);
      const lease = await store.lease(lane(ada, 'to-live-chat'), 1000);
      expect(lease?.messages.map(({ content }) => content.kind)).toEqual(['start']);
      expect(JSON.stringify(lease)).not.toMatch(/Ada|aad-1|help/);
    });

    it('are not touched while the session is open', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      await accept(store, clock, 'one');
      expect(await store.redactTexts(later(clock), 10)).toBe(0);
      expect(await store.redactTextsOf(ada)).toBe('nothing');
      expect(await store.redactTextsOf(sessionId('nobody'))).toBe('nothing');
      expect(await pendingTexts(store)).toEqual(['one']);
    });
  });

  describe('the sessions of a customer', () => {
    it('are found, open or not, until they are erased', async () => {
      const { store, clock } = await freshStore();
      const [first, second] = ['first', 'second'].map(sessionId);
      await endedSession(store, clock, first);
      await openSession(store, clock, second);
      const ids = async (customer: string) =>
        (await store.ofCustomer(customer)).map(({ session }) => session.id).sort();
      expect(await ids('aad-1')).toEqual(['first', 'second']);
      expect(await ids('aad-2')).toEqual([]);
      await store.redactTexts(later(clock), 10);
      expect(await ids('aad-1')).toEqual(['second']);
      expect(await ids('erased')).toEqual([]);
    });
  });

  describe('an ended session', () => {
    it('is forgotten wholly once its time is over', async () => {
      for (const end of ['close', 'kill'] as const) {
        const { store: first, clock, reopen } = await freshStore();
        await endedSession(first, clock);
        clock.pass(1000);
        expect(await first.deleteEnded(clock.now() - 1000, 10)).toBe(0);
        expect(await first.deleteEnded(clock.now(), 10)).toBe(1);
        expect(await first.deleteEnded(clock.now(), 10)).toBe(0);
        const store = (await reopen?.(end)) ?? first;
        expect(await store.ofId(ada)).toBeUndefined();
        expect(await store.ofLiveChat(adasLiveChat)).toBeUndefined();
        expect(await store.replyTo(adasChat, 'end:1')).toBeUndefined();
        expect(await store.deadLetters(10)).toEqual([]);
      }
    });

    it('stays as long as anything waits in it, and so do open ones', async () => {
      const { store, clock } = await freshStore();
      await store.commit(opening(clock));
      await store.commit(changed(await theSession(store), ended(clock.now())));
      await openSession(store, clock, sessionId('open'));
      expect(await store.deleteEnded(later(clock), 10)).toBe(0);
      expect(await store.ofId(ada)).toBeDefined();
    });

    it('takes its lanes along, and a worker that has one hears that it is lost', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      const id = await accept(store, clock, 'one');
      const lease = await leased(store, lane(ada), 1000);
      await store.begin(lease, id, 1000);
      const end = changed(await theSession(store), ended(clock.now()));
      await store.commit({ ...end, deadLetterLanes: ['to-customer'] });
      expect(await store.deleteEnded(later(clock), 10)).toBe(1);
      const settled = { lease, id, settlement: { as: 'delivered' } } as const;
      expect(await store.begin(lease, id, 1000)).toBe('gone');
      expect(await store.settle(settled)).toBe('lost');
    });

    it('leaves its conversation and its live chat to others', async () => {
      const { store, clock, reopen } = await freshStore();
      await endedSession(store, clock);
      await store.deleteEnded(later(clock), 10);
      await store.purge();
      await store.commit(opening(clock, sessionId('next'), adasChat));
      const again = (await reopen?.('kill')) ?? store;
      expect((await again.ofConversation(conversationId(adasChat)))?.session.id).toBe('next');
      expect(await again.ofLiveChat(liveChatId(adasLiveChat))).toBeUndefined();
    });
  });
}
