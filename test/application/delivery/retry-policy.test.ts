import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../../src/application/delivery/retry-policy.ts';

const policy = { firstDelayMs: 100, maxDelayMs: 5000 };

describe('The pause before the next attempt', () => {
  it('doubles up to its limit', () => {
    const pauses = [1, 2, 3, 6, 7, 1000].map((number) => retryDelayMs({ number, random: 1 }, policy));
    expect(pauses).toEqual([100, 200, 400, 3200, 5000, 5000]);
  });

  it('is at least half of that, so that many do not come back at once', () => {
    expect(retryDelayMs({ number: 3, random: 0 }, policy)).toBe(200);
  });

  it('is a whole number, within its limits, and never shorter than what was asked for', () => {
    const attempt = fc.record({
      number: fc.integer({ min: 1, max: 100_000 }),
      random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      retryAfterMs: fc.option(fc.nat({ max: 100_000 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(attempt, (each) => {
        const pause = retryDelayMs(each, policy);
        expect(Number.isInteger(pause)).toBe(true);
        expect(pause).toBeGreaterThanOrEqual(Math.max(policy.firstDelayMs / 2, each.retryAfterMs ?? 0));
        expect(pause).toBeLessThanOrEqual(Math.max(policy.maxDelayMs, each.retryAfterMs ?? 0));
      }),
    );
  });
});
