import { describe, expect, it } from 'vitest';
import type { ToLiveChat } from '../../../src/application/ports/outbox.ts';
import type { Change } from '../../../src/application/ports/session-store.ts';
import { conversationId, sessionId } from '../../../src/domain/ids.ts';
import type { FreshStore, MakeFreshStore } from '../fresh-store.ts';
import {
  ada,
  adasLiveChat,
  attempt,
  changed,
  ended,
  lane,
  leased,
  opened,
  opening,
  openSession,
  type Store,
  theSession,
} from '../session-steps.ts';
import type { TestClock } from '../test-clock.ts';

/** Vendors may give the id of a live chat again once its session has ended. */
export function describeReusedLiveChats(freshStore: MakeFreshStore): void {
  const next = (name: string) => sessionId(`next-${name}`);

  /** Ada's session has ended, and another customer's has its live chat now. */
  async function reused(name: string): Promise<FreshStore> {
    const fresh = await freshStore();
    const { store, clock } = fresh;
    await openSession(store, clock);
    await store.commit(changed(await theSession(store), ended(clock.now())));
    clock.pass(1000);
    await store.commit(opening(clock, next(name), conversationId(`conversation-${name}`)));
    const open = changed(await theSession(store, next(name)), opened(clock.now()));
    expect(await store.commit(open)).toEqual({ outcome: 'committed' });
    return fresh;
  }

  async function expectTheNewOne({ store, clock }: FreshStore, name: string): Promise<void> {
    expect((await store.ofLiveChat(adasLiveChat))?.session.id).toBe(next(name));
    const third = sessionId('third');
    await store.commit(opening(clock, third, conversationId('conversation-third')));
    const crossed = changed(await theSession(store, third), opened(clock.now()));
    expect(await store.commit(crossed)).toEqual({ outcome: 'live-chat-taken' });
  }

  const holding = [
    { what: 'an end', content: { kind: 'end', reason: 'customer' } },
    { what: 'a notice', content: { kind: 'notice', text: 'The customer has left' } },
    { what: 'words', content: { kind: 'say', messageId: 'm1', text: 'One more thing', sender: 'Ada' } },
  ] as const;

  /** Ada's session ends, with something that waits for its live chat. */
  async function endedWith(store: Store, clock: TestClock, content: ToLiveChat): Promise<void> {
    const stored = await theSession(store);
    const id = `${ada}.${stored.version + 1}.0`;
    const left = { id, sessionId: ada, acceptedAt: clock.now(), direction: 'to-live-chat', content } as const;
    const end = { ...changed(stored, ended(clock.now())), messages: [left] };
    expect(await store.commit(end)).toEqual({ outcome: 'committed' });
  }

  /** Words of Ada's that wait for her live chat. */
  async function acceptFor(store: Store, clock: TestClock, text: string): Promise<void> {
    const stored = await theSession(store);
    const content = { kind: 'say', messageId: 'm1', text, sender: 'Ada' } as const;
    const place = { sessionId: ada, direction: 'to-live-chat', acceptedAt: clock.now() } as const;
    const messages = [{ ...place, id: `${ada}.${stored.version + 1}.0`, content }];
    await store.commit({ ...changed(stored), messages });
  }

  /** Another customer's request, whose live chat is to be Ada's. */
  async function confirming(store: Store, clock: TestClock, name: string): Promise<Change> {
    await store.commit(opening(clock, next(name), conversationId(`conversation-${name}`)));
    return changed(await theSession(store, next(name)), opened(clock.now()));
  }

  describe('a live chat id', () => {
    it.each(holding)('is held by an ended session in which $what still waits for it', async ({ content }) => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      await endedWith(store, clock, content);
      const confirm = await confirming(store, clock, 'bob');
      expect(await store.commit(confirm)).toEqual({ outcome: 'live-chat-taken' });
      expect((await store.ofLiveChat(adasLiveChat))?.session.id).toBe(ada);
      await attempt(store, lane(ada, 'to-live-chat'), {
        as: 'not-delivered',
        cause: '503',
        until: clock.now(),
      });
      expect(await store.commit(confirm)).toEqual({ outcome: 'live-chat-taken' });
      await attempt(store, lane(ada, 'to-live-chat'), { as: 'delivered' });
      expect(await store.commit(confirm)).toEqual({ outcome: 'committed' });
      expect((await store.ofLiveChat(adasLiveChat))?.session.id).toBe(next('bob'));
    });

    it.each(['close', 'kill'] as const)('is held also after the end of the process (%s)', async (end) => {
      const fresh = await freshStore();
      await openSession(fresh.store, fresh.clock);
      await endedWith(fresh.store, fresh.clock, holding[0].content);
      const store = (await fresh.reopen?.(end)) ?? fresh.store;
      const confirm = await confirming(store, fresh.clock, 'bob');
      expect(await store.commit(confirm)).toEqual({ outcome: 'live-chat-taken' });
    });

    it('is not held by an ended session that has given up what waited for it', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      await acceptFor(store, clock, 'One more thing');
      const end = changed(await theSession(store), ended(clock.now()));
      await store.commit({ ...end, deadLetterLanes: ['to-live-chat'] });
      expect(await store.deadLetters(10)).toHaveLength(1);
      expect(await store.commit(await confirming(store, clock, 'bob'))).toEqual({ outcome: 'committed' });
    });

    it('is held while an attempt is under way at what its session has given up', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      await acceptFor(store, clock, 'One more thing');
      const lease = await leased(store, lane(ada, 'to-live-chat'));
      await store.begin(lease, lease.messages[0]?.id ?? '', 1000);
      const over = changed(await theSession(store), ended(clock.now()));
      await store.commit({ ...over, deadLetterLanes: ['to-live-chat'] });
      const confirm = await confirming(store, clock, 'bob');
      expect(await store.commit(confirm)).toEqual({ outcome: 'live-chat-taken' });
      await store.settle({ lease, id: lease.messages[0]?.id ?? '', settlement: { as: 'delivered' } });
      await store.release(lease);
      expect(await store.commit(confirm)).toEqual({ outcome: 'committed' });
    });

    it('that an open session has is not learned by one that has ended', async () => {
      const { store, clock } = await freshStore();
      await confirming(store, clock, 'bob');
      await store.commit(changed(await theSession(store, next('bob')), ended(clock.now())));
      await openSession(store, clock);
      const confirm = changed(await theSession(store, next('bob')), opened(clock.now()));
      expect(await store.commit(confirm)).toEqual({ outcome: 'live-chat-taken' });
      expect((await theSession(store, next('bob'))).session).not.toHaveProperty('liveChatId');
      expect((await store.ofLiveChat(adasLiveChat))?.session.id).toBe(ada);
    });

    it('goes to one of several that learn it at once, ended or not', async () => {
      const { store, clock } = await freshStore();
      for (const name of ['bob', 'eve', 'zoe']) await confirming(store, clock, name);
      const over = changed(await theSession(store, next('eve')), ended(clock.now()));
      const end = { kind: 'end', reason: 'customer' } as const;
      const place = { sessionId: next('eve'), direction: 'to-live-chat', acceptedAt: clock.now() } as const;
      await store.commit({ ...over, messages: [{ ...place, id: 'eves-end', content: end }] });
      const confirms = await Promise.all(
        ['bob', 'eve', 'zoe'].map(async (name) =>
          changed(await theSession(store, next(name)), opened(clock.now())),
        ),
      );
      const outcomes = await Promise.all(confirms.map((confirm) => store.commit(confirm)));
      expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual([
        'committed',
        'live-chat-taken',
        'live-chat-taken',
      ]);
    });
  });

  describe('a live chat id that was given again', () => {
    it('leads to the session that is not ended when the texts of the other one are erased', async () => {
      const fresh = await reused('bob');
      expect(await fresh.store.redactTextsOf(ada)).toBe('erased');
      await expectTheNewOne(fresh, 'bob');
    });

    it.each(['close', 'kill'] as const)('leads there also after the end of the process (%s)', async (end) => {
      for (const name of ['bob', 'eve', 'zoe', 'kim']) {
        const fresh = await reused(name);
        const store = (await fresh.reopen?.(end)) ?? fresh.store;
        await expectTheNewOne({ ...fresh, store }, name);
      }
    });

    it('leads there also when something is recorded of the ended session', async () => {
      const fresh = await reused('bob');
      const inbound = { id: 'late', answer: 'ended' };
      const late = await fresh.store.commit({ ...changed(await theSession(fresh.store)), inbound });
      expect(late).toEqual({ outcome: 'committed' });
      const store = (await fresh.reopen?.('kill')) ?? fresh.store;
      await expectTheNewOne({ ...fresh, store }, 'bob');
    });

    it('leads nowhere once both are forgotten', async () => {
      const { store, clock } = await reused('bob');
      const lease = await store.lease(lane(next('bob'), 'to-live-chat'), 1000);
      if (lease)
        await store.settle({ lease, id: lease.messages[0]?.id ?? '', settlement: { as: 'delivered' } });
      await store.commit(changed(await theSession(store, next('bob')), ended(clock.now())));
      expect((await store.ofLiveChat(adasLiveChat))?.session.id).toBe(next('bob'));
      expect(await store.deleteEnded(clock.now() + 1, 10)).toBe(2);
      expect(await store.ofLiveChat(adasLiveChat)).toBeUndefined();
    });
  });
}
