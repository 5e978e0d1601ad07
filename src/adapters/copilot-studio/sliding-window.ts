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
  takeBack(at: number): void;
  /** Whether nothing of it matters any more. */
  isOver(now: number): boolean;
}

/** Holds every one of `limits` at once. Remembers no more times than the largest limit has events. */
export function slidingWindow(limits: readonly Limit[]): SlidingWindow {
  const longestMs = Math.max(0, ...limits.map(({ withinMs }) => withinMs));
  const most = Math.max(0, ...limits.map((limit) => limit.most));
  let times: number[] = [];

  /** A clock that was set back leaves times in the future, which nobody should wait for. */
  function forgetWhatIsOver(now: number): void {
    if ((times.at(-1) ?? now) > now) times = [];
    const kept = times.findIndex((at) => at > now - longestMs);
    if (kept !== 0) times = kept < 0 ? [] : times.slice(kept);
  }

  return {
    roomInMs(now, underWay = 0) {
      forgetWhatIsOver(now);
      const waits = limits.map((limit) => {
        const free = limit.most - underWay;
        if (free <= 0) return limit.withinMs;
        const inTheWay = times.at(-free);
        return inTheWay === undefined ? 0 : Math.max(0, inTheWay + limit.withinMs - now);
      });
      return Math.max(0, ...waits);
    },
    add(at) {
      times.push(at);
      if (times.length > most) times.shift();
    },
    takeBack(at) {
      const place = times.lastIndexOf(at);
      if (place >= 0) times.splice(place, 1);
    },
    isOver: (now) => (times.at(-1) ?? 0) <= now - longestMs,
  };
}
