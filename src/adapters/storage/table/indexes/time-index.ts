/**
 * Keys in the order of their times, in milliseconds since 1970. A change costs the same however many there are, as long as
 * most times come in their order; so does finding the oldest or the newest.
 */
export class TimeIndex<Key> {
  readonly #slotMs: number;
  readonly #slots = new Map<number, Map<Key, number>>();
  /** The numbers of the slots in use, ascending. */
  readonly #order: number[] = [];

  constructor(slotMs: number) {
    this.#slotMs = slotMs;
  }

  add(key: Key, at: number): void {
    const number = this.#slotOf(at);
    const slot = this.#slots.get(number);
    if (slot) slot.set(key, at);
    else {
      this.#slots.set(number, new Map([[key, at]]));
      this.#order.splice(this.#placeOf(number), 0, number);
    }
  }

  /** `at` is the time with which the key was added. */
  remove(key: Key, at: number): void {
    const number = this.#slotOf(at);
    const slot = this.#slots.get(number);
    slot?.delete(key);
    if (slot?.size !== 0) return;
    this.#slots.delete(number);
    this.#order.splice(this.#placeOf(number), 1);
  }

  /** At most `limit` keys whose time is before `time`; those of older slots come first. */
  before(time: number, limit: number): readonly Key[] {
    const found: Key[] = [];
    for (const number of this.#order) {
      if (number > this.#slotOf(time)) break;
      for (const [key, at] of this.#slots.get(number) ?? []) {
        if (found.length >= limit) return found;
        if (at < time) found.push(key);
      }
    }
    return found;
  }

  /** At most `limit` keys, newest first; of one time, the one that was added last comes first. */
  newest(limit: number): readonly Key[] {
    const found: Key[] = [];
    for (let place = this.#order.length - 1; place >= 0 && found.length < limit; place--) {
      const slot = this.#sorted(this.#order[place] ?? 0);
      for (let from = slot.length - 1; from >= 0 && found.length < limit; from--) {
        const entry = slot[from];
        if (entry) found.push(entry[0]);
      }
    }
    return found;
  }

  #slotOf(at: number): number {
    return Math.floor(at / this.#slotMs);
  }

  /** Mostly in order already, and then in no time. */
  #sorted(number: number): readonly (readonly [Key, number])[] {
    return [...(this.#slots.get(number) ?? [])].sort(([, one], [, other]) => one - other);
  }

  /** Where a slot stands in the order, or would stand. Mostly at one of its ends. */
  #placeOf(number: number): number {
    const order = this.#order;
    if ((order.at(-1) ?? Number.NEGATIVE_INFINITY) < number) return order.length;
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((order[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
