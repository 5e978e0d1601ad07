import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimeIndex } from '../../../../../src/adapters/storage/table/indexes/time-index.ts';

const changes = fc.array(
  fc.record({ key: fc.nat(20), at: fc.integer({ min: -50, max: 200 }), isKept: fc.boolean() }),
  { maxLength: 60 },
);

/** The index after these changes, and what should be in it, in the order in which it was added. */
function played(steps: readonly { key: number; at: number; isKept: boolean }[]) {
  const index = new TimeIndex<number>(10);
  const model = new Map<number, number>();
  for (const { key, at, isKept } of steps) {
    const before = model.get(key);
    if (before !== undefined) index.remove(key, before);
    model.delete(key);
    if (!isKept) continue;
    index.add(key, at);
    model.set(key, at);
  }
  return { index, model };
}

describe('keys in the order of their times', () => {
  it('are found newest first', () => {
    fc.assert(
      fc.property(changes, fc.nat(30), (steps, limit) => {
        const { index, model } = played(steps);
        const newest = [...model].sort(([, one], [, other]) => one - other).reverse();
        expect(index.newest(limit)).toEqual(newest.slice(0, limit).map(([key]) => key));
      }),
    );
  });

  it('are found before a time, all of them, or so many of an older slot before those of a newer one', () => {
    fc.assert(
      fc.property(changes, fc.integer({ min: -60, max: 210 }), fc.nat(30), (steps, time, limit) => {
        const { index, model } = played(steps);
        const due = [...model].filter(([, at]) => at < time);
        expect([...index.before(time, 100)].sort()).toEqual(due.map(([key]) => key).sort());
        const found = index.before(time, limit).map((key) => Math.floor((model.get(key) ?? 0) / 10));
        const slots = due.map(([, at]) => Math.floor(at / 10)).sort((one, other) => one - other);
        expect(found).toEqual(slots.slice(0, limit));
      }),
    );
  });
});
