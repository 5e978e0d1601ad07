/** How often values of each size came. */
export interface Histogram {
  /** Upper bounds, growing. */
  readonly bounds: readonly number[];
  /** How many values were at most as large as the bound of the same place. */
  readonly buckets: readonly number[];
  readonly count: number;
  readonly sum: number;
  observe(value: number): void;
}

export function histogram(bounds: readonly number[]): Histogram {
  const buckets = bounds.map(() => 0);
  let count = 0;
  let sum = 0;
  return {
    bounds,
    buckets,
    get count() {
      return count;
    },
    get sum() {
      return sum;
    },
    observe(value) {
      count++;
      sum += value;
      for (let place = 0; place < bounds.length; place++) {
        if (value <= (bounds[place] ?? 0)) buckets[place] = (buckets[place] ?? 0) + 1;
      }
    },
  };
}
