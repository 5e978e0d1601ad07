import { describe, expect, it } from 'vitest';
import { andThen } from '../../../../../src/application/ports/awaitable.ts';
import { StoreUnavailable } from '../../../../../src/application/ports/session-store.ts';
import { sessionId } from '../../../../../src/domain/ids.ts';
import {
  accept,
  ada,
  adasChat,
  changed,
  lane,
  leased,
  opening,
  openSession,
  pendingTexts,
  theSession,
  words,
} from '../../../../contracts/session-steps.ts';
import { freshDirectory, storedIn } from '../lowdb-directory.ts';
import { failingDisk } from './failing-disk.ts';

const inbound = { id: 'message:1', answer: 'accepted' };

describe('the lowdb store on a failing disk', () => {
  const onFailingDisk = async () => {
    const disk = failingDisk();
    const stored = await storedIn(await freshDirectory(), { createFile: disk.create });
    return { ...stored, disk };
  };

  for (const operation of ['create', 'append', 'sync'] as const) {
    it(`refuses what it cannot ${operation}, as if it had never come, and goes on when the disk does`, async () => {
      const { store, clock, disk, logged, reopenAsKilled } = await onFailingDisk();
      if (operation !== 'create') await openSession(store, clock, sessionId('before'));
      disk.fail(operation);
      const change = { ...opening(clock), inbound };
      await expect(store.commit(change)).rejects.toThrow(StoreUnavailable);
      expect(await store.ofConversation(adasChat)).toBeUndefined();
      expect(await store.replyTo(adasChat, inbound.id)).toBeUndefined();
      expect(logged.map(({ event }) => event)).toEqual(['journal-not-written']);
      disk.mend();
      const other = opening(clock, sessionId('other'));
      expect(await store.commit(other)).toEqual({ outcome: 'committed' });
      const reopened = await reopenAsKilled();
      expect((await reopened.store.ofConversation(adasChat))?.session.id).toBe('other');
      expect(await reopened.store.ofId(ada)).toBeUndefined();
      expect(reopened.logged).toEqual([]);
    });
  }

  it('refuses all commits that waited together, and keeps those before', async () => {
    const { store, clock, disk, reopenAsKilled } = await onFailingDisk();
    await openSession(store, clock);
    await accept(store, clock, 'before');
    disk.fail('sync');
    const commits = await Promise.allSettled([
      accept(store, clock, 'one'),
      ...['bob', 'eve'].map((id) => openSession(store, clock, sessionId(id))),
    ]);
    expect(commits.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    disk.mend();
    await accept(store, clock, 'after');
    expect(await pendingTexts(store)).toEqual(['before', 'after']);
    const reopened = await reopenAsKilled();
    expect(await pendingTexts(reopened.store)).toEqual(['before', 'after']);
    expect(await reopened.store.ofId(sessionId('bob'))).toBeUndefined();
  });

  it('leases nothing with a commit that it refused', async () => {
    const { store, clock, disk } = await onFailingDisk();
    await openSession(store, clock);
    const stored = await theSession(store);
    const change = { ...changed(stored), messages: [words(stored, 'one', 0)], leaseForMs: 60_000 };
    disk.fail('sync');
    await expect(store.commit(change)).rejects.toThrow(StoreUnavailable);
    disk.mend();
    expect(await store.commit(change)).toMatchObject({ leased: [{ messages: [{ attempts: 0 }] }] });
  });

  it('does not forget what was delivered while it could not write it down', async () => {
    const { store, clock, disk, reopenAsKilled } = await onFailingDisk();
    await openSession(store, clock);
    const id = await accept(store, clock, 'one');
    const lease = await leased(store, lane(ada));
    await store.begin(lease, id, 1000);
    disk.fail('append');
    expect(await store.settle({ lease, id, settlement: { as: 'delivered' } })).toBe('released');
    await expect(accept(store, clock, 'refused')).rejects.toThrow(StoreUnavailable);
    disk.mend();
    await accept(store, clock, 'two');
    await store.release(lease);
    expect(await pendingTexts(store)).toEqual(['two']);
    expect(await pendingTexts((await reopenAsKilled()).store)).toEqual(['two']);
  });

  it('does not forget an attempt that began before the disk failed', async () => {
    const { store, clock, disk, reopenAsKilled } = await onFailingDisk();
    await openSession(store, clock);
    const id = await accept(store, clock, 'one');
    const lease = await leased(store, lane(ada));
    await store.begin(lease, id, 1000);
    disk.fail('sync');
    await expect(accept(store, clock, 'refused')).rejects.toThrow(StoreUnavailable);
    disk.mend();
    await accept(store, clock, 'two');
    const [head] = (await leased((await reopenAsKilled()).store, lane(ada))).messages;
    expect(head).toMatchObject({ id, attempts: 1, unknownAttempts: 1 });
  });

  it('begins no attempt that it cannot write down', async () => {
    const { store, clock, disk } = await onFailingDisk();
    await openSession(store, clock);
    const id = await accept(store, clock, 'one');
    const lease = await leased(store, lane(ada));
    disk.fail('append');
    await expect(store.begin(lease, id, 1000)).rejects.toThrow(StoreUnavailable);
    await store.release(lease);
    disk.mend();
    expect((await leased(store, lane(ada))).messages[0]).toMatchObject({ attempts: 0, unknownAttempts: 0 });
  });

  it('leases a message and answers a repeat only when the commit is on the disk', async () => {
    const { store, clock, disk } = await onFailingDisk();
    await openSession(store, clock);
    const letGo = disk.holdSyncs();
    const order: string[] = [];
    const commit = accept(store, clock, 'one').then(() => order.push('committed'));
    await new Promise((resolve) => setImmediate(resolve));
    const change = { ...changed(await theSession(store)), inbound };
    const first = store.commit(change).then(() => order.push('remembered'));
    const repeat = store.commit(change).then(({ outcome }) => order.push(outcome));
    const answer = andThen(store.replyTo(adasChat, inbound.id), () => order.push('answered'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(order).toEqual([]);
    expect(await store.lease(lane(ada), 1000)).toBeUndefined();
    expect(await store.dueLanes(10)).toEqual([]);
    letGo();
    await Promise.all([commit, first, repeat, answer]);
    expect(order.toSorted()).toEqual(['answered', 'committed', 'remembered', 'repeated']);
    expect(await pendingTexts(store)).toEqual(['one']);
  });
});
