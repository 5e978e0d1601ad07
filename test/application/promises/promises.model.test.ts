import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { play } from './play.ts';
import * as promises from './promises.ts';
import { type Callers, turnBudgetMs } from './runtime.ts';
import { anyPlot } from './steps.ts';

/** The calls of a slow store that a turn may need beyond its budget, in milliseconds. */
const storeMs = 500;

const runs: readonly { readonly calledAs: Callers; readonly numRuns: number }[] = [
  { calledAs: 'a skill', numRuns: 200 },
  { calledAs: 'a connected agent', numRuns: 200 },
  { calledAs: 'a skill and a connected agent', numRuns: 200 },
];

describe.each(runs)(
  'Whatever people do and whatever befalls us, called as $calledAs,',
  ({ calledAs, numRuns }) => {
    it('the promises are kept', { timeout: 30_000 }, async () => {
      const noSessionIsStuck = promises.noSessionIsStuck({ turnBudgetMs: turnBudgetMs + storeMs });
      await fc.assert(
        fc.asyncProperty(anyPlot, async (plot) => {
          const record = await play(plot, calledAs);
          expect({
            'what was accepted is delivered or dead-lettered': promises.acceptedIsKept(record),
            'order is kept': promises.orderIsKept(record),
            'a conversation has one session': promises.oneSessionPerConversation(record),
            'nothing begins after the end': promises.nothingAfterTheEnd(record),
            'nothing crosses': promises.nothingCrosses(record),
            'nothing is repeated without reason': promises.noSilentDuplicate(record),
            'no session is stuck': noSessionIsStuck(record),
          }).toEqual({
            'what was accepted is delivered or dead-lettered': [],
            'order is kept': [],
            'a conversation has one session': [],
            'nothing begins after the end': [],
            'nothing crosses': [],
            'nothing is repeated without reason': [],
            'no session is stuck': [],
          });
        }),
        { numRuns },
      );
    });
  },
);
