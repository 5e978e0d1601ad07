import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenBuckets } from '../../../../src/adapters/http/limits/token-buckets.ts';

function buckets(perSecond: number, burst: number) {
  let nowMs = 0;
  const take = tokenBuckets({ perSecond, burst }, () => nowMs);
  return {
    take,
    wait: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('A token bucket', () => {
  it('gives its burst at once, then says how long to wait, and gives again after just that time', () => {
    const { take, wait } = buckets(2, 3);
    expect([take('a'), take('a'), take('a')]).toEqual([0, 0, 0]);
    expect(take('a')).toBe(0.5);
    wait(499);
    expect(take('a')).toBeGreaterThan(0);
    wait(1);
    expect(take('a')).toBe(0);
  });

  it('gives several at once when they are there, and never asks for more than its burst', () => {
    const { take, wait } = buckets(2, 10);
    expect([take('a', 7), take('a', 7)]).toEqual([0, 2]);
    expect(take('a', 3)).toBe(0);
    expect(take('a', 1_000)).toBe(5);
    wait(5000);
    expect(take('a', 1_000)).toBe(0);
  });

  it('costs no other key anything', () => {
    const { take } = buckets(1, 1);
    expect([take('a'), take('a') > 0, take('b')]).toEqual([0, true, 0]);
  });

  it('never gives more than its burst and what came back since, whatever the pauses', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.nat(300), { maxLength: 200 }),
        (perSecond, burst, pauses) => {
          const { take, wait } = buckets(perSecond, burst);
          let given = 0;
          let ms = 0;
          for (const pause of pauses) {
            wait(pause);
            ms += pause;
            if (take('a') === 0) given += 1;
            expect(given).toBeLessThanOrEqual(burst + (ms * perSecond) / 1000 + 1e-6);
          }
        },
      ),
    );
  });

  it('is forgotten when 10,000 others came after it, so that memory is bounded', () => {
    const { take } = buckets(1, 1);
    expect(take('a')).toBe(0);
    for (let other = 0; other < 9_999; other++) take(`other-${other}`);
    expect(take('a')).toBeGreaterThan(0);
    for (let other = 0; other < 10_000; other++) take(`another-${other}`);
    expect(take('a')).toBe(0);
  });
});
