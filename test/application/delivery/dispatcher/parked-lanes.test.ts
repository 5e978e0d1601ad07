import { describe, expect, it } from 'vitest';
import { countingStore } from '../../../../src/adapters/admin/metrics/counting-store.ts';
import { newMetrics } from '../../../../src/adapters/admin/metrics/metrics.ts';
import { circuitBreakers } from '../../../../src/adapters/circuit-breakers/breakers.ts';
import { guardedChannel, guardedLiveChat } from '../../../../src/adapters/circuit-breakers/guarded-peers.ts';
import { metricValue } from '../../../adapters/admin/metric-value.ts';
import { postpones, works, worksAfter } from '../../world/fakes/behaviour.ts';
import { logbook } from '../../world/fakes/logbook.ts';
import { texts } from '../../world/in-chat.ts';
import { aMinute, world } from '../../world/world.ts';

/** So many customers, each in a chat, with a store whose leases are counted and breakers that say how they are. */
async function crowd(count: number) {
  let leases = 0;
  const metrics = newMetrics();
  const all = world({
    guard: ({ liveChat, customerChannel }, { clock, ids }) => {
      const breakers = circuitBreakers({ clock, ids, log: logbook().log });
      return {
        liveChat: guardedLiveChat(liveChat, breakers),
        customerChannel: guardedChannel(customerChannel, breakers),
        reachability: breakers,
      };
    },
    seenStore: (store, { clock }) =>
      countingStore(
        {
          ...store,
          lease(...of) {
            leases++;
            return store.lease(...of);
          },
        },
        metrics,
        clock,
      ),
  });
  const people = Array.from({ length: count }, (_, number) => all.customer(`customer ${number}`));
  for (const each of people) await each.asks();
  return {
    ...all,
    people,
    retried: () => metricValue(metrics, 'handoff_retried_total', 'to-live-chat'),
    /** How many leases were asked for in such a time. */
    leasesIn: async (ms: number) => {
      const before = leases;
      await all.clock.pass(ms);
      return leases - before;
    },
    heard: () => all.desk.chats.map(({ heard }) => texts(heard)),
  };
}

describe('Lanes whose party is left alone', () => {
  it('are looked at about once a minute each, and all of them are delivered in order when it is back', async () => {
    const { people, desk, leasesIn, clock, heard, retried } = await crowd(300);
    desk.mood.say.always(postpones());
    for (const each of people) await each.says('one');
    for (const each of people) await each.says('two');
    await clock.pass(aMinute);
    const before = await retried();
    expect(await leasesIn(10 * aMinute)).toBeLessThan(300 * 10 * 2);
    // A trial each few seconds went out; the other looks sent nothing.
    expect((await retried()) - before).toBeLessThan(150);
    desk.mood.say.always(works);
    await clock.pass(20_000);
    expect(heard()).toEqual(people.map(() => ['one', 'two']));
  });

  it('are looked at for a word that comes now', async () => {
    const { people, desk, clock, heard } = await crowd(20);
    desk.mood.say.always(postpones());
    for (const each of people) await each.says('one');
    await clock.pass(aMinute);
    desk.mood.say.always(works);
    await people[7]?.says('two');
    await clock.pass(20_000);
    expect(heard()[7]).toEqual(['one', 'two']);
  });

  it('are left when the process stops', async () => {
    const { people, desk, stop, clock } = await crowd(20);
    desk.mood.say.always(postpones());
    for (const each of people) await each.says('one');
    await clock.pass(aMinute);
    await stop();
    const before = desk.chats.length;
    await clock.pass(aMinute);
    expect(desk.chats).toHaveLength(before);
  });
});

describe('A start', () => {
  it('does not wait behind lanes that take long, as many as are delivered at once', async () => {
    const { people, desk, customer, clock } = await crowd(300);
    desk.mood.say.always(worksAfter(5 * aMinute));
    for (const each of people) void each.says('one');
    await clock.pass(1000);
    const kim = customer('Kim');
    expect(await kim.asks()).toMatchObject({ status: 'queued' });
  });

  it('leaves its place to other starts when words come behind it', async () => {
    const { desk, clock, customer, heard } = await crowd(1);
    desk.mood.start.once(worksAfter(2000));
    const kim = customer('Kim');
    const asked = kim.begins();
    await clock.pass(100);
    expect(await kim.says('one')).toEqual({ outcome: 'accepted' });
    expect(await clock.until(asked)).toMatchObject({ status: 'queued' });
    await clock.pass(1000);
    expect(heard().at(-1)).toEqual(['one']);
  });
});
