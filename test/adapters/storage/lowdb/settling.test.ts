import { expect, it } from 'vitest';
import {
  accept,
  ada,
  changed,
  lane,
  leased,
  openSession,
  pendingTexts,
  theSession,
} from '../../../contracts/session-steps.ts';
import { failingDisk } from './disk/failing-disk.ts';
import { freshDirectory, storedIn } from './lowdb-directory.ts';

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 20));

it.each(['append', 'sync'] as const)(
  'the lowdb store does not forget what was delivered when that changes the session, although it cannot %s',
  async (operation) => {
    const disk = failingDisk();
    const { store, clock, reopenAsKilled } = await storedIn(await freshDirectory(), {
      createFile: disk.create,
    });
    await openSession(store, clock);
    const id = await accept(store, clock, 'one');
    await accept(store, clock, 'two');
    const lease = await leased(store, lane(ada), 60_000);
    await store.begin(lease, id, 60_000);
    const reached = { type: 'delivery-resumed', to: 'customer', at: clock.now() } as const;
    const change = {
      ...changed(await theSession(store), reached),
      settled: { lease, id, settlement: { as: 'delivered' } },
    } as const;
    disk.fail(operation);
    const outcome = store.commit(change).catch((error: Error) => error);
    await aMoment();
    disk.mend();
    clock.pass(1000);
    expect(await outcome).toEqual({ outcome: 'committed' });
    await store.release(lease);
    expect(await pendingTexts(store)).toEqual(['two']);
    expect(await pendingTexts((await reopenAsKilled()).store)).toEqual(['two']);
  },
);
