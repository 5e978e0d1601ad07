import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type World, world } from '../world/world.ts';

/** What can happen to a live chat that is followed, and to who follows it. */
const happenings = {
  tells: (all: World, number: number) => {
    all.feed.tells({ kind: 'message', text: `${number}`, agentName: 'Dana' });
  },
  cut: (all: World) => all.feed.cut(),
  away: (all: World) => {
    all.feed.faults.isAway = true;
    all.feed.cut();
  },
  back: (all: World) => {
    all.feed.faults.isAway = false;
  },
  deaf: (all: World) => all.feed.goesDeaf(),
  repeats: (all: World) => {
    all.feed.faults.times = 2;
  },
  overlaps: (all: World) => {
    all.feed.faults.overlap = 3;
  },
  killed: (all: World) => {
    all.kill();
    all.start();
  },
  joined: (all: World) => {
    all.startAnother();
  },
  later: (all: World) => all.clock.pass(3000),
} satisfies Readonly<Record<string, (all: World, number: number) => unknown>>;

type Happening = keyof typeof happenings;

const names = Object.keys(happenings).filter((name): name is Happening => name in happenings);

const happening = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Happening>('tells') },
  { weight: 1, arbitrary: fc.constantFrom(...names) },
);

it('R29: whatever befalls a feed, what was told reaches the customer once and in its order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 30 }), async (plan) => {
      const all = world({ isFollowed: true });
      const pat = all.customer('Pat');
      await pat.asks();
      const told: string[] = [];
      for (const each of plan) {
        if (each === 'tells') told.push(`Dana: ${told.length + 1}`);
        await happenings[each](all, told.length);
        await all.clock.settle();
      }
      all.feed.faults.isAway = false;
      await all.clock.pass(120_000);
      expect(all.teams.seenAt(pat.address)).toEqual(told);
      expect(all.errors).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
