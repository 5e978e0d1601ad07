import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshStore, freshInMemoryStore, lowdbStores } from '../virtual/world/stores.ts';
import { type VirtualRuntime, virtualRuntime } from '../virtual/world/virtual-runtime.ts';
import { crashPoints } from './crash-points.ts';
import { surviving } from './scenario.ts';

/** A process that dies leaves its leases in a store that outlives it. */
const leaseMs = 60_000;
const resumesWithinMs = 30_000;
const survived = {
  deaths: 1,
  verdict: 'Every promise was kept.\n',
  errors: [],
  stuck: [],
  kept: 0,
  leftOpen: 0,
};
const files = lowdbStores();
afterAll(files.remove);
/** Files cost time: every seventh point in the short form. */
const some =
  process.env.CRASH_POINTS === 'all' ? crashPoints : crashPoints.filter((_, index) => index % 7 === 3);

interface Kind {
  readonly name: string;
  readonly freshStore: FreshStore;
  readonly isBusy?: () => boolean;
  readonly withinMs: number;
  readonly points: readonly string[];
}

describe.each<Kind>([
  {
    name: 'a store that outlives the process',
    freshStore: freshInMemoryStore,
    withinMs: leaseMs + resumesWithinMs,
    points: crashPoints,
  },
  { name: 'lowdb', freshStore: files.fresh, isBusy: files.isBusy, withinMs: resumesWithinMs, points: some },
])('On $name, a crash', ({ freshStore, isBusy, withinMs, points }) => {
  let stage: VirtualRuntime;
  beforeAll(async () => {
    stage = await virtualRuntime(isBusy);
  });
  afterAll(() => stage.dismantle());

  it.each(points)('%s costs nothing', async (point) => {
    const result = await surviving(point, { stage, freshStore });
    expect(result).toMatchObject(survived);
    expect(result.slowestMs).toBeLessThan(withinMs);
  });
});
