import { describe, expect, it } from 'vitest';
import { conversationId, sessionId } from '../../src/domain/ids.ts';
import type { FreshStore, MakeFreshStore } from './fresh-store.ts';
import {
  ada,
  adasLiveChat,
  changed,
  ended,
  lane,
  opened,
  opening,
  openSession,
  theSession,
} from './session-steps.ts';

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

  describe('a live chat id that was given again', () => {
    it('leads to the session that is not ended when the texts of the other one are erased', async () => {
      const fresh = await reused('bob');
      expect(await fresh.store.eraseTextsOf(ada)).toBe('erased');
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
        await store.settle({ lease, id: lease.waiting[0]?.id ?? '', settlement: { as: 'delivered' } });
      await store.commit(changed(await theSession(store, next('bob')), ended(clock.now())));
      expect((await store.ofLiveChat(adasLiveChat))?.session.id).toBe(next('bob'));
      expect(await store.forgetEnded(clock.now() + 1, 10)).toBe(2);
      expect(await store.ofLiveChat(adasLiveChat)).toBeUndefined();
    });
  });
}
