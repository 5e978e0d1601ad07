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
  opening,
  pendingTexts,
  theSession,
} from '../session-steps.ts';
import { storesWithMessages } from './stores-with-messages.ts';

export function describeAttempts(freshStore: MakeFreshStore): void {
  const withWords = storesWithMessages(freshStore);

  describe('an attempt', () => {
    it('extends the lease when it begins', async () => {
      const { store, clock, first } = await withWords('one');
      const lease = await leased(store, lane(ada), 1000);
      clock.pass(900);
      expect(await store.begin(lease, first, 1000)).toEqual((await theSession(store)).session);
      clock.pass(900);
      expect(await store.settle({ lease, id: first, settlement: { as: 'delivered' } })).toBe('released');
    });

    it('may begin with the lease, and counts once', async () => {
      const { store, clock, first } = await withWords('one', 'two');
      const lease = await store.lease(lane(ada), 1000, 'to-begin');
      if (!lease) throw new Error('the lane was not lent');
      expect(lease.messages[0]).toMatchObject({ id: first, attempts: 0, unknownAttempts: 0 });
      expect(await store.begin(lease, first, 1000)).toEqual((await theSession(store)).session);
      clock.pass(1000);
      const { messages } = await leased(store, lane(ada));
      expect(messages.map(({ attempts, unknownAttempts }) => [attempts, unknownAttempts])).toEqual([
        [1, 1],
        [0, 0],
      ]);
    });

    it('never begins with the lease alone where the message is a start', async () => {
      const { store, clock } = await freshStore();
      await store.commit(opening(clock));
      const start = await store.lease(lane(ada, 'to-live-chat'), 1000, 'to-begin');
      expect(start?.messages).toMatchObject([{ content: { kind: 'start' } }]);
      expect(start).not.toHaveProperty('begun');
      clock.pass(1000);
      const { messages } = await leased(store, lane(ada, 'to-live-chat'));
      expect(messages).toMatchObject([{ attempts: 0, unknownAttempts: 0 }]);
    });

    it('gives the lane back when it was the last that waited, and not before', async () => {
      const { store, clock, ids } = await withWords('one', 'two');
      const [one = '', two = ''] = ids;
      const lease = await leased(store, lane(ada), 1000);
      expect(await store.settle({ lease, id: one, settlement: { as: 'delivered' } })).toBe('settled');
      expect(await store.lease(lane(ada), 1000)).toBeUndefined();
      expect(await store.settle({ lease, id: two, settlement: { as: 'delivered' } })).toBe('released');
      const three = await accept(store, clock, 'three');
      expect((await leased(store, lane(ada))).messages[0]?.id).toBe(three);
      expect(await store.begin(lease, three, 1000)).toBe('gone');
    });

    it('gives the lane back when nothing but dead letters is left in it', async () => {
      const { store, clock, ids } = await withWords('one', 'two');
      const [one = '', two = ''] = ids;
      const lease = await leased(store, lane(ada));
      await store.begin(lease, one, 1000);
      await store.settle({ lease, id: one, settlement: { as: 'rejected', cause: 'invalid' } });
      expect(await store.settle({ lease, id: two, settlement: { as: 'delivered' } })).toBe('released');
      const three = await accept(store, clock, 'three');
      const again = await leased(store, lane(ada));
      const settled = { lease: again, id: three, settlement: { as: 'delivered' as const } };
      const change = { ...changed(await theSession(store)), settled };
      expect(await store.commit(change)).toEqual({ outcome: 'committed', released: true });
    });

    it.each([{ as: 'delivered' }, { as: 'unknown', cause: 'timed-out', until: 0 }] as const)(
      'is settled once, and is not $as when it was rejected before',
      async (settlement) => {
        const { store, first } = await withWords('one', 'two');
        const lease = await leased(store, lane(ada));
        await store.begin(lease, first, 1000);
        await store.settle({ lease, id: first, settlement: { as: 'rejected', cause: 'invalid' } });
        const before = await store.deadLetters(10);
        expect(before).toMatchObject([{ id: first, cause: 'invalid', unknownAttempts: 0 }]);
        await store.settle({ lease, id: first, settlement });
        expect(await store.deadLetters(10)).toEqual(before);
      },
    );

    it('must not begin once the lease is lost', async () => {
      const { store, clock, first } = await withWords('one');
      const lease = await leased(store, lane(ada), 1000);
      clock.pass(1000);
      expect(await store.begin(lease, first, 1000)).toBe('gone');
    });

    it('must not begin on a message that is settled, or was given up with its session', async () => {
      const { store, clock, ids } = await withWords('one', 'two');
      const [one = '', two = ''] = ids;
      const lease = await leased(store, lane(ada));
      await store.settle({ lease, id: one, settlement: { as: 'delivered' } });
      expect(await store.begin(lease, one, 1000)).toBe('gone');
      await store.commit({
        ...changed(await theSession(store), ended(clock.now())),
        deadLetterLanes: ['to-customer'],
      });
      expect(await store.begin(lease, two, 1000)).toBe('gone');
    });

    it('that was delivered or dropped leaves the lane to the next message', async () => {
      const { store } = await withWords('one', 'two', 'three');
      await attempt(store, lane(ada), { as: 'delivered' });
      expect(await pendingTexts(store)).toEqual(['two', 'three']);
      await attempt(store, lane(ada), { as: 'dropped' });
      expect(await pendingTexts(store)).toEqual(['three']);
      expect(await store.deadLetters(10)).toEqual([]);
    });

    it('that was rejected leaves a dead letter', async () => {
      const { store, clock, first } = await withWords('one', 'two');
      await attempt(store, lane(ada), { as: 'rejected', cause: 'invalid' });
      expect(await pendingTexts(store)).toEqual(['two']);
      const letter = { id: first, cause: 'invalid', diedAt: clock.now(), attempts: 1, unknownAttempts: 0 };
      expect(await store.deadLetters(10)).toMatchObject([letter]);
    });

    it('that was not delivered stays at the head of its lane until it is due again', async () => {
      const { store, clock } = await withWords('one', 'two');
      await attempt(store, lane(ada), { as: 'not-delivered', cause: '503', until: clock.now() + 500 });
      expect(await store.lease(lane(ada), 1000)).toBeUndefined();
      clock.pass(500);
      const { messages } = await leased(store, lane(ada));
      expect(messages).toMatchObject([
        { attempts: 1, unknownAttempts: 0, lastCause: '503' },
        { attempts: 0, unknownAttempts: 0 },
      ]);
      expect(messages[1]).not.toHaveProperty('lastCause');
    });

    it('leaves its cause with the message, the last one only, a dead letter included', async () => {
      const { store, clock, first } = await withWords('one');
      await attempt(store, lane(ada), { as: 'not-delivered', cause: '503', until: clock.now() });
      await attempt(store, lane(ada), { as: 'unknown', cause: 'timed-out', until: clock.now() });
      const { messages } = await leased(store, lane(ada), 100);
      expect(messages).toMatchObject([{ attempts: 2, lastCause: 'timed-out' }]);
      clock.pass(100);
      await attempt(store, lane(ada), { as: 'rejected', cause: 'expired' });
      expect(await store.deadLetters(10)).toMatchObject([
        { id: first, cause: 'expired', lastCause: 'timed-out' },
      ]);
    });

    it('of unknown outcome is counted as such', async () => {
      const { store, clock } = await withWords('one');
      await attempt(store, lane(ada), { as: 'unknown', cause: 'timed-out', until: clock.now() });
      const { messages } = await leased(store, lane(ada));
      expect(messages[0]).toMatchObject({ attempts: 1, unknownAttempts: 1 });
    });

    it('that was begun and never settled counts as one of unknown outcome', async () => {
      const { store, clock, first } = await withWords('one');
      await store.begin(await leased(store, lane(ada)), first, 1000);
      clock.pass(1000);
      const lease = await leased(store, lane(ada));
      expect(lease.messages[0]).toMatchObject({ attempts: 1, unknownAttempts: 1 });
      await store.begin(lease, first, 1000);
      await store.settle({
        lease,
        id: first,
        settlement: { as: 'unknown', cause: 'timed-out', until: clock.now() },
      });
      await store.release(lease);
      const { messages } = await leased(store, lane(ada));
      expect(messages[0]).toMatchObject({ attempts: 2, unknownAttempts: 2 });
    });

    it('cannot be settled by a worker that lost its lease', async () => {
      const { store, clock, first } = await withWords('one');
      const lease = await leased(store, lane(ada), 1000);
      clock.pass(1000);
      const lost = { lease, id: first, settlement: { as: 'delivered' as const } };
      expect(await store.settle(lost)).toBe('lost');
      await leased(store, lane(ada));
      expect(await store.settle(lost)).toBe('lost');
      expect((await theSession(store)).pending['to-customer']).toBe(1);
    });
  });
}
