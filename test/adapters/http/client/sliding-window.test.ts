import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Limit, slidingWindow } from '../../../../src/adapters/http/client/sliding-window.ts';

type Step =
  | { readonly step: 'add' | 'look' | 'take back'; readonly afterMs: number }
  | { readonly step: 'look beside'; readonly afterMs: number; readonly underWay: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    step: fc.constantFrom('add', 'look', 'take back'),
    afterMs: fc.oneof({ weight: 20, arbitrary: fc.nat(40) }, fc.constantFrom(1000, -500)),
  }),
  fc.record({ step: fc.constant('look beside'), afterMs: fc.nat(10), underWay: fc.nat(4) }),
);
const limits = fc.array(
  fc.record({ most: fc.integer({ min: 1, max: 6 }), withinMs: fc.integer({ min: 1, max: 300 }) }),
  { minLength: 1, maxLength: 3 },
);

/** In the simplest words: how long until so many events within a span leave room for one more. */
function roomInMs(
  times: readonly number[],
  each: Limit,
  { now, underWay }: { readonly now: number; readonly underWay: number },
): number {
  const free = each.most - underWay;
  if (free <= 0) return each.withinMs;
  const inTheWay = times.at(-free);
  return inTheWay === undefined ? 0 : Math.max(0, inTheWay + each.withinMs - now);
}

/** What had to make room does not come back when the one after it is taken back. */
const moreThanFit: Step[] = [
  { step: 'add', afterMs: 0 },
  { step: 'add', afterMs: 0 },
  { step: 'add', afterMs: 0 },
  { step: 'take back', afterMs: 0 },
  { step: 'look', afterMs: 0 },
];

const isLook = (each: Step): boolean => each.step === 'look' || each.step === 'look beside';

function take(window: ReturnType<typeof slidingWindow>, each: Step, now: number): void {
  if (each.step === 'add') window.add(now);
  else if (each.step === 'take back') window.remove(now - each.afterMs);
}

/** The list of all times after a step. */
function changedBy(each: Step, times: readonly number[], now: number): readonly number[] {
  if (each.step === 'add') return [...times, now];
  const place = each.step === 'take back' ? times.lastIndexOf(now - each.afterMs) : -1;
  return place < 0 ? times : times.toSpliced(place, 1);
}

describe('A sliding window', () => {
  it('tells the same as a list of all times, whatever was added, taken back or long ago', () => {
    fc.assert(
      fc.property(limits, fc.array(step, { maxLength: 120 }), (limits, steps) => {
        const window = slidingWindow(limits);
        const longestMs = Math.max(...limits.map(({ withinMs }) => withinMs));
        const most = Math.max(...limits.map((limit) => limit.most));
        let times: readonly number[] = [];
        let now = 1_000_000;
        for (const each of steps) {
          now += each.afterMs;
          if ((times.at(-1) ?? now) > now) times = [];
          times = times.filter((at) => at > now - longestMs);
          // Whatever is done, a look comes first, which sees what is over and whether the clock was set back.
          window.roomInMs(now);
          times = changedBy(each, times, now).slice(-most);
          take(window, each, now);
          if (!isLook(each)) continue;
          const underWay = each.step === 'look beside' ? each.underWay : 0;
          const expected = limits.map((limit) => roomInMs(times, limit, { now, underWay }));
          expect(window.roomInMs(now, underWay)).toBe(Math.max(0, ...expected));
          expect(window.isOver(now)).toBe(times.length === 0);
        }
      }),
      { numRuns: 300, examples: [[[{ most: 2, withinMs: 1 }], moreThanFit]] },
    );
  });
});
