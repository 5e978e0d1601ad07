import { describe, expect, it } from 'vitest';
import { sessionId } from '../../../src/domain/ids.ts';
import type { MakeFreshStore } from '../fresh-store.ts';
import {
  accept,
  ada,
  attempt,
  changed,
  lane,
  leased,
  openSession,
  theSession,
  words,
} from '../session-steps.ts';
import { storesWithMessages } from './stores-with-messages.ts';

export function describeOutbox(freshStore: MakeFreshStore): void {
  const withWords = storesWithMessages(freshStore);

  describe('a lane', () => {
    it('gives back what was accepted, in order, with nothing tried yet', async () => {
      const { store, clock } = await withWords('one', 'two', 'three');
      const { messages } = await leased(store, lane(ada));
      expect(messages.map(({ content }) => 'text' in content && content.text)).toEqual([
        'one',
        'two',
        'three',
      ]);
      expect(messages[0]).toMatchObject({ attempts: 0, unknownAttempts: 0, dueAt: clock.now() });
    });

    it('is leased to one worker at a time, until it is released or the time is over', async () => {
      const { store, clock } = await withWords('one');
      const lease = await leased(store, lane(ada), 1000);
      expect(await store.lease(lane(ada), 1000)).toBeUndefined();
      clock.pass(999);
      expect(await store.lease(lane(ada), 1000)).toBeUndefined();
      clock.pass(1);
      const second = await leased(store, lane(ada), 1000);
      await store.release(lease);
      expect(await store.lease(lane(ada), 1000)).toBeUndefined();
      await store.release(second);
      expect(await store.lease(lane(ada), 1000)).toBeDefined();
    });

    it('is not leased when nothing is pending in it', async () => {
      const { store } = await withWords();
      expect(await store.lease(lane(ada), 1000)).toBeUndefined();
      expect(await store.lease(lane(sessionId('nobody')), 1000)).toBeUndefined();
    });

    it('does not wait for the lane of the other direction', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      await accept(store, clock, 'one');
      const stored = await theSession(store);
      const end = {
        id: 'end',
        sessionId: ada,
        acceptedAt: clock.now(),
        direction: 'to-live-chat',
        content: { kind: 'end', reason: 'idle' },
      } as const;
      await store.commit({ ...changed(stored), messages: [end] });
      await leased(store, lane(ada, 'to-customer'));
      expect((await leased(store, lane(ada, 'to-live-chat'))).messages[0]?.id).toBe('end');
    });
  });

  describe('the head of a lane', () => {
    /** So many words of so many bytes each wait; gives their ids. */
    const withLong = async (count: number, bytes: number) => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      const stored = await theSession(store);
      const messages = Array.from(
        { length: count },
        (_, number) =>
          ({
            ...words(stored, `${number}`, clock.now()),
            direction: 'to-customer',
            content: { kind: 'say', text: 'x'.repeat(bytes) },
          }) as const,
      );
      await store.commit({ ...changed(stored), messages });
      return { store, clock, ids: messages.map(({ id }) => id) };
    };

    it.each([
      ['sixteen words', 40, 10, 16],
      ['a quarter of a megabyte', 40, 100_000, 2],
      ['one word, however long', 3, 300_000, 1],
      ['the whole lane, where that is short', 3, 10, 3],
    ])('that is leased is %s', async (_, count, bytes, expected) => {
      const { store, ids } = await withLong(count, bytes);
      const lease = await leased(store, lane(ada));
      expect(lease.messages.map(({ id }) => id)).toEqual(ids.slice(0, expected));
      await store.release(lease);
      const begun = await store.lease(lane(ada), 1000, 'to-begin');
      expect(begun?.messages.map(({ id }) => id)).toEqual(ids.slice(0, expected));
    });

    it('gives way to what is behind it, until the lane is empty', async () => {
      const { store, ids } = await withLong(40, 20_000);
      const sent: string[] = [];
      for (
        let lease = await store.lease(lane(ada), 1000);
        lease;
        lease = await store.lease(lane(ada), 1000)
      ) {
        for (const { id } of lease.messages) {
          await store.begin(lease, id, 1000);
          await store.settle({ lease, id, settlement: { as: 'delivered' } });
          sent.push(id);
        }
        await store.release(lease);
      }
      expect(sent).toEqual(ids);
    });

    it('is weighed with the lane, byte for byte', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      for (const text of ['Hello', 'Grüße 🖨️ \u0000 \ud83d "', '日本語']) await accept(store, clock, text);
      const bytes = async () => (await theSession(store)).pendingBytes['to-customer'];
      const weighed = ['Hello', 'Grüße 🖨️ \u0000 \ud83d "', '日本語'].map((text) =>
        Buffer.byteLength(JSON.stringify({ kind: 'say', text, agentName: 'Dana' })),
      );
      expect(await bytes()).toBe(weighed.reduce((sum, each) => sum + each, 0));
      await attempt(store, lane(ada), { as: 'delivered' });
      expect(await bytes()).toBe((weighed[1] ?? 0) + (weighed[2] ?? 0));
      await store.commit({ ...changed(await theSession(store)), deadLetterLanes: ['to-customer'] });
      expect(await bytes()).toBe(0);
    });
  });

  describe('the lanes that are due', () => {
    it('are the free ones, longest due first', async () => {
      const { store, clock } = await freshStore();
      for (const id of ['one', 'two', 'three', 'four'].map(sessionId)) {
        await openSession(store, clock, id);
        clock.pass(10);
        await accept(store, clock, 'Hello', id);
      }
      await leased(store, lane(sessionId('two')));
      await attempt(store, lane(sessionId('three')), {
        as: 'not-delivered',
        cause: '503',
        until: clock.now() + 1,
      });
      const due = async (limit: number) => (await store.dueLanes(limit)).map((each) => each.sessionId);
      expect(await due(10)).toEqual(['one', 'four']);
      expect(await due(1)).toEqual(['one']);
      clock.pass(1000);
      expect(await due(10)).toEqual(['one', 'two', 'four', 'three']);
    });
  });
}
