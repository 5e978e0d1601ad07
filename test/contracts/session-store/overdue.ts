import { describe, expect, it } from 'vitest';
import { type ChannelId, channelId, sessionId } from '../../../src/domain/ids.ts';
import type { FreshStore, MakeFreshStore } from '../fresh-store.ts';
import {
  accept,
  ada,
  attempt,
  changed,
  ended,
  lane,
  opening,
  openSession,
  theSession,
} from '../session-steps.ts';

const never = {
  requestedBefore: 0,
  openedBefore: 0,
  warnQuietSince: 0,
  endQuietSince: 0,
  warnedBefore: 0,
  closedBefore: 0,
  inTurns: [] as readonly ChannelId[],
};

export function describeOverdue(freshStore: MakeFreshStore): void {
  const overdue = async ({ store }: FreshStore, limits: Partial<typeof never>, limit = 10) =>
    (await store.overdue({ ...never, ...limits }, limit)).map(({ session }) => session.id);

  describe('the sweeper', () => {
    it('is given sessions that wait for their live chat for too long', async () => {
      const fresh = await freshStore();
      await fresh.store.commit(opening(fresh.clock));
      const now = fresh.clock.now();
      expect(await overdue(fresh, { requestedBefore: now - 1 })).toEqual([]);
      expect(await overdue(fresh, { requestedBefore: now })).toEqual(['session-ada']);
      expect(await fresh.store.hasRequested(now)).toBe(true);
      expect(await fresh.store.hasRequested(now - 1)).toBe(false);
    });

    it('is given quiet sessions to warn, and not those that were just heard of', async () => {
      const fresh = await freshStore();
      const { store, clock } = fresh;
      await openSession(store, clock);
      expect(await store.hasRequested(clock.now())).toBe(false);
      expect(await overdue(fresh, { requestedBefore: clock.now() })).toEqual([]);
      clock.pass(1000);
      expect(await overdue(fresh, { warnQuietSince: clock.now() - 1 })).toEqual(['session-ada']);
      await accept(store, clock, 'Hello');
      expect(await overdue(fresh, { warnQuietSince: clock.now() - 1 })).toEqual([]);
    });

    it('is given no quiet session in which anything waits, to either side, or whose side cannot be reached', async () => {
      const fresh = await freshStore();
      const { store, clock } = fresh;
      await openSession(store, clock);
      clock.pass(1000);
      const quiet = () => overdue(fresh, { warnQuietSince: clock.now() });
      expect(await quiet()).toEqual(['session-ada']);
      await accept(store, clock, 'Hello');
      expect(await quiet()).toEqual([]);
      await attempt(store, lane(ada), { as: 'delivered' });
      expect(await quiet()).toEqual(['session-ada']);
      const at = clock.now();
      await store.commit(changed(await theSession(store), { type: 'delivery-delayed', to: 'customer', at }));
      expect(await quiet()).toEqual([]);
      expect(await overdue(fresh, { openedBefore: clock.now() })).toEqual(['session-ada']);
      await store.commit(changed(await theSession(store), { type: 'delivery-resumed', to: 'customer', at }));
      expect(await quiet()).toEqual(['session-ada']);
      const end = { kind: 'notice', text: 'Hello' } as const;
      const place = { sessionId: ada, direction: 'to-live-chat', acceptedAt: at } as const;
      const stored = await theSession(store);
      await store.commit({ ...changed(stored), messages: [{ ...place, id: 'notice', content: end }] });
      expect(await quiet()).toEqual([]);
    });

    it('is given quiet sessions in which words wait for a customer who is reached in turns, and no others', async () => {
      const fresh = await freshStore();
      const { store, clock } = fresh;
      await openSession(store, clock);
      await accept(store, clock, '"channel":"elsewhere"');
      clock.pass(1000);
      const quiet = (...inTurns: readonly string[]) =>
        overdue(fresh, { warnQuietSince: clock.now(), inTurns: inTurns.map(channelId) });
      expect(await quiet()).toEqual([]);
      expect(await quiet('elsewhere', 'web')).toEqual([]);
      expect(await quiet('elsewhere', 'web-chat')).toEqual(['session-ada']);
      const at = clock.now();
      const place = { sessionId: ada, direction: 'to-live-chat', acceptedAt: at } as const;
      const content = { kind: 'notice', text: 'Hello' } as const;
      await store.commit({
        ...changed(await theSession(store)),
        messages: [{ ...place, id: 'notice', content }],
      });
      expect(await quiet('web-chat')).toEqual([]);
    });

    it('is given quiet sessions to end once they were warned for long enough, and none to warn twice', async () => {
      const fresh = await freshStore();
      const { store, clock } = fresh;
      await openSession(store, clock);
      const quiet = clock.now();
      clock.pass(1000);
      await store.commit(changed(await theSession(store), { type: 'idle-warned', at: clock.now() }));
      expect(await overdue(fresh, { warnQuietSince: clock.now() })).toEqual([]);
      expect(await overdue(fresh, { endQuietSince: quiet, warnedBefore: clock.now() - 1 })).toEqual([]);
      expect(await overdue(fresh, { endQuietSince: quiet - 1, warnedBefore: clock.now() })).toEqual([]);
      expect(await overdue(fresh, { endQuietSince: quiet, warnedBefore: clock.now() })).toEqual([
        'session-ada',
      ]);
    });

    it('is given old sessions however lively they are, oldest first, and as many as it asks for', async () => {
      const fresh = await freshStore();
      const { store, clock } = fresh;
      for (const id of ['first', 'second', 'third']) {
        await openSession(store, clock, sessionId(id));
        clock.pass(1000);
      }
      await accept(store, clock, 'Hello', sessionId('first'));
      const limits = { openedBefore: clock.now() };
      expect(await overdue(fresh, limits)).toEqual(['first', 'second', 'third']);
      expect(await overdue(fresh, limits, 2)).toEqual(['first', 'second']);
    });

    it('is given sessions that have been closing for too long, and none that are ended', async () => {
      const fresh = await freshStore();
      const { store, clock } = fresh;
      await openSession(store, clock);
      clock.pass(1000);
      const closed = { type: 'live-chat-closed', reason: 'agent', at: clock.now() } as const;
      await store.commit(changed(await theSession(store), closed));
      expect(await overdue(fresh, { closedBefore: clock.now() - 1 })).toEqual([]);
      expect(await overdue(fresh, { closedBefore: clock.now() })).toEqual(['session-ada']);
      await store.commit(changed(await theSession(store), ended(clock.now())));
      expect(await overdue(fresh, { closedBefore: clock.now() })).toEqual([]);
    });
  });
}
