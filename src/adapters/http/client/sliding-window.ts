/** So many events within any span of so many milliseconds. */
export interface Limit {
  readonly most: number;
  readonly withinMs: number;
}

/** When something happened lately, as far back as its limits look. Times in milliseconds, in any order that a clock gives. */
export interface SlidingWindow {
  /** In how many milliseconds there is room for one event besides `underWay` others; 0 for now. */
  roomInMs(now: number, underWay?: number): number;
  add(at: number): void;
  /** Takes back one event that was added at this time. */
  remove(at: number): void;
  /** Whether nothing of it matters any more. */
  isOver(now: number): boolean;
}

/** Holds every one of `limits` at once. Remembers no more times than twice what the largest limit has events. */
export function slidingWindow(limits: readonly Limit[]): SlidingWindow {
  const longestMs = Math.max(0, ...limits.map(({ withinMs }) => withinMs));
  const most = Math.max(0, ...limits.map((limit) => limit.most));
  let times: number[] = [];
  /** The times before this place are forgotten; taking them out each time would cost as much as there are others. */
  let first = 0;

  const last = () => (first < times.length ? times.at(-1) : undefined);

  /** A clock that was set back leaves times in the future: these are removed. */
  function removeExpired(now: number): void {
    if ((last() ?? now) > now) first = times.length;
    while (first < times.length && (times[first] ?? 0) <= now - longestMs) first++;
    clear();
  }

  function clear(): void {
    if (first <= times.length / 2) return;
    times = times.slice(first);
    first = 0;
  }

  function roomIn({ most, withinMs }: Limit, now: number, underWay: number): number {
    const free = most - underWay;
    if (free <= 0) return withinMs;
    const place = times.length - free;
    return place < first ? 0 : Math.max(0, (times[place] ?? 0) + withinMs - now);
  }

  return {
    roomInMs(now, underWay = 0) {
      removeExpired(now);
      let wait = 0;
      for (const limit of limits) wait = Math.max(wait, roomIn(limit, now, underWay));
      return wait;
    },
    add(at) {
      times.push(at);
      if (times.length - first > most) first++;
      clear();
    },
    remove(at) {
      const place = times.lastIndexOf(at);
      if (place >= first) times.splice(place, 1);
    },
    isOver: (now) => (last() ?? 0) <= now - longestMs,
  };
}
