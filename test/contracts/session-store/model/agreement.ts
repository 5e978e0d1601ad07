import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { MakeFreshStore } from '../../fresh-store.ts';
import { type HistoryStep, histories } from './histories.ts';
import { PlayedHistory } from './played-history.ts';

const numRuns = Number(process.env.AGREEMENT_RUNS ?? 12);
/** Steps: looking at everything costs more than a step does. */
const compareEvery = 12;

/** Whatever happens, a store answers as the one in memory does. */
export function describeAgreement(freshStore: MakeFreshStore): void {
  describe('any history', () => {
    it('is the same as in memory', { timeout: 20_000 + numRuns * 1000 }, () =>
      fc.assert(
        fc.asyncProperty(histories, async (steps: readonly HistoryStep[]) => {
          const history = new PlayedHistory(await freshStore());
          for (const [place, step] of [...atFirst, ...steps].entries()) {
            await history.play(step);
            if (place % compareEvery === 0) await history.expectSameAnswers();
          }
          await history.expectSameAnswers();
          await history.expectSameLanes();
        }),
        { numRuns },
      ),
    );
  });
}

const atFirst: readonly HistoryStep[] = [
  { do: 'open', who: 0, lends: false },
  { do: 'open', who: 1, lends: true },
];
