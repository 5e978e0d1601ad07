import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printed } from '../../simulators/history/print.ts';
import { countsOf } from '../chaos/load/counts.ts';
import { type Played, type PlayRuntime, play } from './play.ts';
import { anyPlot } from './scenario.ts';
import { freshInMemoryStore, lowdbStores } from './world/stores.ts';
import { virtualRuntime } from './world/virtual-runtime.ts';

/** How many plots are played; a night may want many more. */
const longRuns = process.env.VIRTUAL_RUNS === undefined ? undefined : Number(process.env.VIRTUAL_RUNS);
/** Names the plots of an earlier run; printed with every long run and every failure. */
const seed = Number(process.env.VIRTUAL_SEED ?? Date.now() % 2 ** 31);
const files = lowdbStores();
afterAll(files.remove);

describe.each([
  {
    name: 'in memory',
    freshStore: freshInMemoryStore,
    isBusy: undefined,
    replicas: 1,
    runs: longRuns ?? 130,
  },
  {
    name: 'in memory, three replicas',
    freshStore: freshInMemoryStore,
    isBusy: undefined,
    replicas: 3,
    runs: longRuns === undefined ? 40 : Math.ceil(longRuns / 4),
  },
  {
    name: 'lowdb',
    freshStore: files.fresh,
    isBusy: files.isBusy,
    replicas: 1,
    runs: longRuns === undefined ? 5 : Math.ceil(longRuns / 30),
  },
])(
  'Whatever people do, whatever befalls the bridge, and whichever is faster ($name),',
  ({ name, freshStore, isBusy, replicas, runs }) => {
    let stage: PlayRuntime;
    beforeAll(async () => {
      stage = { ...(await virtualRuntime(isBusy)), freshStore, replicas };
    });
    afterAll(() => stage.dismantle());

    it('the promises are kept', { timeout: 60_000 + runs * 1000 }, async () => {
      const total = new Map<string, number>([['runs', 0]]);
      try {
        await fc.assert(
          fc.asyncProperty(anyPlot, fc.scheduler(), async (plot, scheduler) => {
            const played = await play(plot, scheduler, stage);
            add(total, played);
            expect(printed(played.findings)).toBe('Every promise was kept.\n');
            expect(played.faultsOfOurs).toEqual([]);
          }),
          { seed, numRuns: runs },
        );
      } finally {
        if (longRuns !== undefined) tell(name, total);
      }
    });
  },
);

/** Sums up what was tried; of silences only the longest would say something. */
function add(total: Map<string, number>, { record, decisions }: Played): void {
  const counts = Object.entries({ runs: 1, 'decisions of the scheduler': decisions, ...countsOf(record) });
  for (const [name, count] of counts) {
    if (!name.startsWith('longest')) total.set(name, (total.get(name) ?? 0) + count);
  }
}

function tell(name: string, total: ReadonlyMap<string, number>): void {
  const lines = [...total].map(([what, count]) => `  ${what}: ${count}`);
  process.stdout.write(`${[`${name}, seed ${seed}`, ...lines].join('\n')}\n`);
}
