import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/application/ports/session-store.ts';
import type { MakeFreshStore } from '../fresh-store.ts';
import {
  accept,
  ada,
  agentSaid,
  attempt,
  changed,
  lane,
  leased,
  opening,
  openSession,
  pendingTexts,
  type Store,
  theSession,
  words,
} from '../session-steps.ts';
import type { TestClock } from '../test-clock.ts';

/** Words of the agent, committed by somebody who delivers them at once. */
async function saying(store: Store, clock: TestClock, ...texts: readonly string[]): Promise<Change> {
  const stored = await theSession(store);
  const messages = texts.map((text) => words(stored, text, clock.now()));
  return { ...changed(stored, agentSaid(texts[0] ?? '', clock.now())), messages, leaseForMs: 1000 };
}

async function committed(store: Store, change: Change) {
  const commit = await store.commit(change);
  if (commit.outcome !== 'committed') throw new Error(`the commit was ${commit.outcome}`);
  return commit.leased;
}

/** What somebody who delivers at once gets together with the commit. */
export function describeLeasing(freshStore: MakeFreshStore): void {
  const inChat = async () => {
    const fresh = await freshStore();
    await openSession(fresh.store, fresh.clock);
    const { store, clock } = fresh;
    return { ...fresh, say: async (...texts: readonly string[]) => saying(store, clock, ...texts) };
  };

  describe('a lane that is leased with a commit', () => {
    it('has what was committed, with the first attempt begun, and no other worker has it', async () => {
      const { store, clock, say } = await inChat();
      const change = await say('one', 'two');
      const [lease, ...others] = (await committed(store, change)) ?? [];
      expect(others).toEqual([]);
      const { session } = await theSession(store);
      expect(lease).toMatchObject({ lane: lane(ada), begun: session });
      expect(lease?.messages).toEqual(
        change.messages.map((each) => ({ ...each, attempts: 0, unknownAttempts: 0, dueAt: clock.now() })),
      );
      expect(await store.lease(lane(ada), 1000)).toBeUndefined();
      expect(await store.dueLanes(10)).toEqual([]);
    });

    it('is delivered under that lease, and given back with the last message', async () => {
      const { store, say } = await inChat();
      const [lease] = (await committed(store, await say('one', 'two'))) ?? [];
      if (!lease) throw new Error('the lane was not lent');
      const outcomes = [];
      for (const { id } of lease.messages) {
        expect(await store.begin(lease, id, 1000)).toEqual((await theSession(store)).session);
        outcomes.push(await store.settle({ lease, id, settlement: { as: 'delivered' } }));
      }
      expect(outcomes).toEqual(['settled', 'released']);
      expect((await theSession(store)).pending['to-customer']).toBe(0);
      expect(await committed(store, await say('three'))).toHaveLength(1);
    });

    it('is free again when the time is over, with one attempt of unknown outcome', async () => {
      const { store, clock, say } = await inChat();
      const [lease] = (await committed(store, await say('one', 'two'))) ?? [];
      if (!lease) throw new Error('the lane was not lent');
      const id = lease.messages[0]?.id ?? '';
      await store.begin(lease, id, 1000);
      clock.pass(1000);
      expect((await leased(store, lane(ada))).messages).toMatchObject([
        { id, attempts: 1, unknownAttempts: 1 },
        { attempts: 0, unknownAttempts: 0 },
      ]);
      expect(await store.settle({ lease, id, settlement: { as: 'delivered' } })).toBe('lost');
    });

    it('may begin with a start', async () => {
      const { store, clock } = await freshStore();
      const [lease] = (await committed(store, { ...opening(clock), leaseForMs: 1000 })) ?? [];
      expect(lease).toMatchObject({
        begun: { status: 'requested' },
        messages: [{ content: { kind: 'start' } }],
      });
    });

    it('can be given back at once', async () => {
      const { store, say } = await inChat();
      const [lease] = (await committed(store, await say('one'))) ?? [];
      if (lease) await store.release(lease);
      expect((await leased(store, lane(ada))).messages).toHaveLength(1);
    });

    it('counts its attempt after the end of the process, too', async () => {
      for (const end of ['close', 'kill'] as const) {
        const { store, say, reopen } = await inChat();
        await committed(store, await say('one'));
        const reopened = await reopen?.(end);
        if (!reopened) return;
        const [lane] = await reopened.dueLanes(10);
        const lease = lane && (await reopened.lease(lane, 1000));
        expect(lease?.messages).toMatchObject([{ attempts: 1, unknownAttempts: 1 }]);
      }
    });
  });

  describe('a lane whose message is settled with a commit', () => {
    const settling = async () => {
      const { store, say, ...fresh } = await inChat();
      const [lease] = (await committed(store, await say('one'))) ?? [];
      if (!lease) throw new Error('the lane was not lent');
      const settled = { lease, id: lease.messages[0]?.id ?? '', settlement: { as: 'delivered' as const } };
      return { ...fresh, store, say, lease, settled };
    };

    it('is given back when it was the last that waited', async () => {
      const { store, say, settled } = await settling();
      const commit = await store.commit({ ...changed(await theSession(store)), settled });
      expect(commit).toEqual({ outcome: 'committed', released: true });
      expect(await committed(store, await say('two'))).toHaveLength(1);
    });

    it('is kept as long as anything waits in it', async () => {
      const { store, clock, say, lease, settled } = await settling();
      const { leaseForMs: _, ...more } = await say('two');
      expect(await store.commit({ ...more, settled })).toEqual({ outcome: 'committed' });
      expect(await store.lease(lane(ada), 1000)).toBeUndefined();
      await store.release(lease);
      expect(await pendingTexts(store)).toEqual(['two']);
      clock.pass(1000);
      await attempt(store, lane(ada), { as: 'delivered' });
    });
  });

  describe('a lane is not leased with a commit', () => {
    const expectNothingLent = async (store: Store, change: Change) =>
      expect(await store.commit(change)).toEqual({ outcome: 'committed' });

    it('when it is not asked for', async () => {
      const { store, say } = await inChat();
      const { leaseForMs: _, ...change } = await say('one');
      await expectNothingLent(store, change);
      expect((await leased(store, lane(ada))).messages).toMatchObject([{ attempts: 0 }]);
    });

    it('when something waits in it', async () => {
      const { store, clock, say } = await inChat();
      await accept(store, clock, 'one');
      await expectNothingLent(store, await say('two'));
      expect(await pendingTexts(store)).toEqual(['one', 'two']);
    });

    it('when another worker holds it', async () => {
      const { store, clock, say } = await inChat();
      await accept(store, clock, 'one');
      const lease = await leased(store, lane(ada), 1000);
      await store.commit({ ...changed(await theSession(store)), deadLetterLanes: ['to-customer'] });
      await expectNothingLent(store, await say('two'));
      await store.release(lease);
      expect((await leased(store, lane(ada))).messages).toMatchObject([{ attempts: 0, unknownAttempts: 0 }]);
    });

    it('when the change is not committed', async () => {
      const { store, clock, say } = await inChat();
      const stale = await say('one');
      await accept(store, clock, 'faster');
      expect(await store.commit(stale)).toEqual({ outcome: 'stale' });
      expect((await leased(store, lane(ada))).messages).toMatchObject([{ attempts: 0 }]);
      clock.pass(1000);
      await attempt(store, lane(ada), { as: 'delivered' });
      const inbound = { id: 'message:1', answer: 'accepted' };
      await store.commit({ ...changed(await theSession(store)), inbound });
      expect(await store.commit({ ...(await say('two')), inbound })).toMatchObject({ outcome: 'repeated' });
      expect(await committed(store, await say('three'))).toHaveLength(1);
    });
  });
}
