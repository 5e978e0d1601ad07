/** What has come and was not worked off yet, in its order. */
export interface Arrivals<Arrival> {
  readonly size: number;
  push(arrival: Arrival): void;
  /** Waits for one. For one caller at a time. */
  next(): Promise<Arrival>;
}

export function arrivals<Arrival>(): Arrivals<Arrival> {
  const kept: Arrival[] = [];
  let wake: (arrival: Arrival) => void = (arrival) => void kept.push(arrival);
  const keep = wake;
  return {
    get size() {
      return kept.length;
    },
    push: (arrival) => wake(arrival),
    next() {
      const [first] = kept;
      if (kept.length > 0) {
        kept.shift();
        return Promise.resolve(first as Arrival);
      }
      return new Promise((resolve) => {
        wake = (arrival) => {
          wake = keep;
          resolve(arrival);
        };
      });
    },
  };
}
