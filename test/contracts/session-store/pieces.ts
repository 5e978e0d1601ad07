import { describe, expect, it } from 'vitest';
import type { Direction, OutboxMessage } from '../../../src/application/ports/outbox.ts';
import type { Change } from '../../../src/application/ports/session-store.ts';
import type { FreshStore, MakeFreshStore } from '../fresh-store.ts';
import {
  accept,
  ada,
  changed,
  ended,
  lane,
  leased,
  openSession,
  type Store,
  theSession,
} from '../session-steps.ts';

/** More than a lease has at a time, and enough for ids whose order as texts is another one. */
const count = 20;

/** The messages of one text in pieces, as `numbered` gives them their ids. */
async function inPieces(
  { store, clock }: FreshStore,
  direction: Direction,
): Promise<readonly OutboxMessage[]> {
  const { session, version } = await theSession(store);
  return Array.from({ length: count }, (_, number): OutboxMessage => {
    const text = `piece ${number}`;
    const piece = {
      id: `${session.id}.${version + 1}.${number}`,
      sessionId: session.id,
      acceptedAt: clock.now(),
    };
    const messageId = number === 0 ? 'said' : `said-part-${number + 1}`;
    return direction === 'to-customer'
      ? { ...piece, direction, content: { kind: 'say', text, agentName: 'Dana' } }
      : { ...piece, direction, content: { kind: 'say', messageId, text, sender: 'Ada' } };
  });
}

async function saying(store: Store, messages: readonly OutboxMessage[]): Promise<Change> {
  const inbound = { id: 'said', answer: 'accepted' };
  return { ...changed(await theSession(store)), messages, inbound };
}

/** Delivers so many of what waits, at most; gives the ids in their order, and what the last settlement was answered. */
async function deliver(store: Store, direction: Direction, most: number) {
  const ids: string[] = [];
  const answers: string[] = [];
  while (ids.length < most) {
    const lease = await store.lease(lane(ada, direction), 1000);
    if (!lease) break;
    for (const { id } of lease.messages.slice(0, most - ids.length)) {
      await store.begin(lease, id, 1000);
      answers.push(await store.settle({ lease, id, settlement: { as: 'delivered' } }));
      ids.push(id);
    }
    await store.release(lease);
  }
  return { ids, answers };
}

/** A text that is too long for its receiver is several messages of one lane, which were accepted together. */
export function describePieces(freshStore: MakeFreshStore): void {
  /** A store with one text in pieces; gives their ids. */
  const withPieces = async (direction: Direction) => {
    const fresh = await freshStore();
    await openSession(fresh.store, fresh.clock);
    const messages = await inPieces(fresh, direction);
    await fresh.store.commit(await saying(fresh.store, messages));
    return { ...fresh, ids: messages.map(({ id }) => id) };
  };

  describe.each(['to-customer', 'to-live-chat'] as const)('a text in pieces, %s,', (direction) => {
    it('is given back in its order, and nothing said after it before its last piece', async () => {
      const { store, clock, ids } = await withPieces(direction);
      const behind = direction === 'to-customer' ? [await accept(store, clock, 'behind')] : [];
      const { ids: delivered, answers } = await deliver(store, direction, Number.POSITIVE_INFINITY);
      expect(delivered).toEqual([...ids, ...behind]);
      expect(answers).toEqual([...delivered.slice(1).map(() => 'settled'), 'released']);
    });

    it('waits as a whole for a piece that was not delivered', async () => {
      const { store, clock, ids } = await withPieces(direction);
      await deliver(store, direction, 3);
      const lease = await leased(store, lane(ada, direction));
      await store.begin(lease, ids[3] ?? '', 1000);
      const until = clock.now() + 500;
      await store.settle({
        lease,
        id: ids[3] ?? '',
        settlement: { as: 'not-delivered', until, cause: '503' },
      });
      await store.release(lease);
      expect((await deliver(store, direction, 1)).ids).toEqual([]);
      clock.pass(500);
      expect((await deliver(store, direction, count)).ids).toEqual(ids.slice(3));
    });

    it('is stored whole or not at all, and once however often it comes', async () => {
      const fresh = await freshStore();
      const { store, clock } = fresh;
      await openSession(store, clock);
      const messages = await inPieces(fresh, direction);
      const change = await saying(store, messages);
      await store.commit({ ...change, messages: [], inbound: { id: 'other', answer: 'accepted' } });
      expect(await store.commit(change)).toMatchObject({ outcome: 'stale' });
      expect((await deliver(store, direction, count)).ids).toEqual([]);
      const again = await inPieces(fresh, direction);
      expect(await store.commit(await saying(store, again))).toMatchObject({ outcome: 'committed' });
      expect(await store.commit(await saying(store, await inPieces(fresh, direction)))).toMatchObject({
        outcome: 'repeated',
      });
      expect((await deliver(store, direction, Number.POSITIVE_INFINITY)).ids).toEqual(
        again.map(({ id }) => id),
      );
    });

    it.each(['close', 'kill'] as const)(
      'goes on between its pieces after the process ended (%s)',
      async (end) => {
        const { store: first, clock, ids, reopen } = await withPieces(direction);
        await deliver(first, direction, 2);
        await first.begin(await leased(first, lane(ada, direction), 1000), ids[2] ?? '', 1000);
        const store = (await reopen?.(end)) ?? first;
        clock.pass(1000);
        const lease = await leased(store, lane(ada, direction));
        expect(lease.messages.map(({ id }) => id)).toEqual(ids.slice(2, 18));
        expect(lease.messages.map(({ unknownAttempts }) => unknownAttempts)).toEqual([
          1,
          ...Array(15).fill(0),
        ]);
        await store.release(lease);
        expect((await deliver(store, direction, Number.POSITIVE_INFINITY)).ids).toEqual(ids.slice(2));
      },
    );

    it('is delivered by one worker alone from the piece on at which another lost its lease', async () => {
      const { store, clock, ids } = await withPieces(direction);
      const lost = await leased(store, lane(ada, direction), 1000);
      await store.begin(lost, ids[0] ?? '', 1000);
      await store.settle({ lease: lost, id: ids[0] ?? '', settlement: { as: 'delivered' } });
      clock.pass(1000);
      const { ids: delivered } = await deliver(store, direction, 2);
      for (const id of ids.slice(0, 4)) {
        expect(await store.begin(lost, id, 1000)).toBe('gone');
        expect(await store.settle({ lease: lost, id, settlement: { as: 'delivered' } })).toBe('lost');
      }
      const { ids: rest } = await deliver(store, direction, Number.POSITIVE_INFINITY);
      expect([...delivered, ...rest]).toEqual(ids.slice(1));
    });

    it('is given up from the piece on that was not delivered', async () => {
      const { store, clock, ids } = await withPieces(direction);
      await deliver(store, direction, 5);
      const change = changed(await theSession(store), ended(clock.now()));
      await store.commit({ ...change, deadLetterLanes: [direction] });
      expect((await deliver(store, direction, count)).ids).toEqual([]);
      const dead = (await store.deadLetters(count)).map(({ id }) => id);
      expect(dead.toSorted(byPlace)).toEqual(ids.slice(5));
    });
  });
}

const byPlace = (a: string, b: string): number => Number(a.split('.').at(-1)) - Number(b.split('.').at(-1));
