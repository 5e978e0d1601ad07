import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBatches } from '../../../../../src/adapters/storage/postgres/connection/batches.ts';
import { DatabaseRefusal } from '../../../../../src/adapters/storage/postgres/connection/store-error.ts';
import { StoreUnavailable } from '../../../../../src/application/ports/session-store.ts';

interface Request {
  readonly key: string;
  readonly number: number;
}

/** Answers a request with its number, in batches that take as long as the test likes. */
function counting() {
  const seen: (readonly Request[])[] = [];
  const open: (() => void)[] = [];
  let most = 0;
  const request = inBatches<Request, number>({
    keyOf: ({ key }) => key,
    async together(requests) {
      seen.push(requests);
      await new Promise<void>((resolve) => {
        open.push(resolve);
        most = Math.max(most, open.length);
      });
      return requests.map(({ number }) => number);
    },
    alone: async ({ number }) => number,
  });
  const soon = () => new Promise((resolve) => setImmediate(resolve));
  return {
    seen,
    request,
    most: () => most,
    async finish(count: number) {
      for (let answered = 0; answered < count; answered++) {
        await soon();
        open.shift()?.();
        await soon();
      }
    },
  };
}

describe('Requests in batches', () => {
  it('are each answered once, two of one key never in one batch, and never more than two batches at a time', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5), { minLength: 1, maxLength: 40 }), async (keys) => {
        const { seen, request, most, finish } = counting();
        const answers = Promise.all(keys.map((key, number) => request({ key: `${key}`, number })));
        await finish(2 * keys.length + 2);
        expect(await answers).toEqual(keys.map((_, number) => number));
        expect(most()).toBeLessThanOrEqual(2);
        for (const batch of seen) {
          expect(batch.length).toBeGreaterThan(0);
          expect(new Set(batch.map(({ key }) => key)).size).toBe(batch.length);
        }
        const inOrder = new Map<string, number[]>();
        for (const { key, number } of seen.flat()) inOrder.set(key, [...(inOrder.get(key) ?? []), number]);
        for (const numbers of inOrder.values()) expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      }),
      { numRuns: 30 },
    ));

  it('are at most 64 in one', async () => {
    const { seen, request, finish } = counting();
    const answers = Promise.all(
      Array.from({ length: 100 }, (_, number) => request({ key: `${number}`, number })),
    );
    await finish(5);
    await answers;
    expect(seen.map((batch) => batch.length)).toEqual([64, 36]);
  });

  const failing = (error: Error) =>
    inBatches<Request, string>({
      keyOf: ({ key }) => key,
      together: () => Promise.reject(error),
      alone: async ({ number }) => {
        if (number === 1) throw new Error('this one');
        return `alone ${number}`;
      },
    });
  const three = [0, 1, 2].map((number) => ({ key: `${number}`, number }));

  it('are tried one by one when the database refuses them together', async () => {
    const request = failing(new DatabaseRefusal('23505'));
    const settled = await Promise.allSettled(three.map(request));
    expect(settled.map((each) => ('value' in each ? each.value : `${each.reason}`))).toEqual([
      'alone 0',
      'Error: this one',
      'alone 2',
    ]);
  });

  it('do not wait for one failure after the other when they have waited for long', async () => {
    const error = new StoreUnavailable('away');
    let slow: (() => void)[] = [];
    const request = inBatches<Request, number>({
      keyOf: ({ key }) => key,
      async together(requests) {
        await new Promise<void>((resolve) => slow.push(resolve));
        if (requests[0]?.number === 0) throw error;
        return requests.map(({ number }) => number);
      },
      alone: async ({ number }) => number,
    });
    const soon = () => new Promise((resolve) => setImmediate(resolve));
    const of = (number: number) => request({ key: 'one', number });
    const batches = [of(0), request({ key: 'two', number: 1 })];
    await soon();
    const second = of(2);
    await soon();
    const waited = Promise.allSettled([of(3)]);
    await sleep(1050);
    const late = of(4);
    for (const answer of slow) answer();
    slow = [];
    expect((await Promise.allSettled(batches)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await waited).map((each) => 'reason' in each && each.reason)).toEqual([error]);
    expect(await second).toBe(2);
    await soon();
    for (const answer of slow) answer();
    expect(await late).toBe(4);
  });

  it('all fail when the database does not serve', async () => {
    const error = new StoreUnavailable('away');
    const settled = await Promise.allSettled(three.map(failing(error)));
    expect(settled.map((each) => 'reason' in each && each.reason)).toEqual([error, error, error]);
  });
});
