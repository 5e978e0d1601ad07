import { describe, expect, it } from 'vitest';
import { aMinute, world } from '../world/world.ts';

/** Pat in a live chat that the first of two replicas follows, and replicas that can be cut off from it. */
async function followedByOneOfTwo() {
  const cutOff = new Set<number>();
  const all = world({
    isFollowed: true,
    sharesFeeds: true,
    seenFeed: (feed, replica) => ({
      follow: (session, listener, until) =>
        cutOff.has(replica)
          ? Promise.reject(new Error('this replica is cut off'))
          : feed.follow(session, listener, until),
    }),
  });
  const { clock, feed, teams, bridge, startAnother } = all;
  const pat = all.customer('Pat');
  await pat.asks();
  await clock.settle();
  const other = startAnother();
  await clock.pass(3000);
  return {
    ...all,
    says: (text: string) => feed.tells({ kind: 'message', text, agentName: 'Dana' }),
    seen: () => teams.seenAt(pat.address),
    cut(...replicas: readonly number[]): void {
      for (const replica of replicas) cutOff.add(replica);
      feed.cut();
    },
    connect: () => cutOff.clear(),
    health: () => [bridge(), other].map(({ follower }) => follower?.health()),
  };
}

const nothing = { followed: 0, unheard: 0, longestUnheardMs: 0 };
const heard = { followed: 1, unheard: 0, longestUnheardMs: 0 };

describe('A session that its replica does not hear', () => {
  it('is heard within 10 s by another one that can hear it', async () => {
    const { says, seen, cut, clock, health, feed } = await followedByOneOfTwo();
    says('one');
    await clock.pass(100);
    cut(1);
    says('two');
    await clock.pass(10_000);
    expect(seen()).toEqual(['Dana: one', 'Dana: two']);
    expect(health()).toEqual([nothing, heard]);
    expect(feed.streams()).toBe(1);
  });

  it('stays with its replica when that hears it again at once', async () => {
    const { says, seen, cut, connect, clock, health } = await followedByOneOfTwo();
    cut(1);
    says('one');
    await clock.pass(500);
    connect();
    await clock.pass(aMinute);
    expect(seen()).toEqual(['Dana: one']);
    expect(health()).toEqual([heard, nothing]);
  });

  it('is offered no longer once its replica hears it again', async () => {
    const { clock, feed, customer, bridge, startAnother } = world({ isFollowed: true, sharesFeeds: true });
    await customer('Pat').asks();
    feed.faults.isAway = true;
    feed.cut();
    await clock.pass(aMinute);
    feed.faults.isAway = false;
    await clock.pass(10_000);
    const other = startAnother();
    await clock.pass(aMinute);
    expect(bridge().follower?.health()).toEqual(heard);
    expect(other.follower?.health()).toEqual(nothing);
  });

  it('is passed on ever less often while no replica hears it, and heard within 10 s of when one can', async () => {
    const { says, seen, cut, connect, clock, health } = await followedByOneOfTwo();
    cut(1, 2);
    says('one');
    let passes = 0;
    let holder = 0;
    for (let second = 0; second < 600; second++) {
      await clock.pass(1000);
      const now = health().findIndex((each) => each?.followed === 1);
      if (now !== holder && now >= 0) passes++;
      holder = now;
    }
    expect(passes).toBeGreaterThan(4);
    expect(passes).toBeLessThan(20);
    const unheard = health().map((each) => each?.longestUnheardMs ?? 0);
    expect(Math.max(...unheard)).toBe(600_000);
    connect();
    await clock.pass(10_000);
    expect(seen()).toEqual(['Dana: one']);
    expect(health().map((each) => each?.unheard)).toEqual([0, 0]);
  });
});
