import { expect, it } from 'vitest';
import { aMinute, world } from './world/world.ts';

it('what a sweep commits while the process stops is sent before it has stopped, and not after', async () => {
  let commitMs = 0;
  const all = world({
    seenStore: (store, { clock }) => ({
      ...store,
      async commit(change) {
        const committed = await store.commit(change);
        if (commitMs > 0) await new Promise<void>((resolve) => clock.after(commitMs, resolve));
        return committed;
      },
    }),
  });
  const pat = all.customer('Pat');
  await pat.asks();
  await all.clock.pass(56 * aMinute);
  commitMs = 500;
  const sweep = all.bridge().expireSessions();
  await all.clock.settle();
  commitMs = 0;
  await all.stop();
  const seenAtStop = all.teams.seenAt(pat.address).length;
  await all.clock.until(sweep);
  await all.clock.pass(aMinute);
  expect({ seenAtStop, later: all.teams.seenAt(pat.address).length }).toEqual({ seenAtStop: 1, later: 1 });
});
