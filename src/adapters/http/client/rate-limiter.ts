import type { Clock } from '../../../application/ports/clock.ts';
import type { Deferred } from '../../../application/ports/delivery.ts';
import { type Limit, type SlidingWindow, slidingWindow } from './sliding-window.ts';

/** What may be lost leaves this share of every limit of a thread to what may not. */
const shareOfMinor = 0.5;

export interface RateLimiter {
  /**
   * Sends, or answers `deferred` at once when the peer would refuse it for its rate. Without a thread, only the limit of all
   * applies. `requests` is how many of them the send may take, 1 by default.
   */
  run<Outcome extends { readonly outcome: string }>(
    thread: string | undefined,
    send: () => Promise<Outcome>,
    requests?: number,
  ): Promise<Outcome | Deferred>;
  /** Sends only while half of what the thread may have is unused; otherwise does nothing. Without a thread, while there is room. */
  runIfIdle(thread: string | undefined, send: () => Promise<void>): Promise<void>;
}

export interface RateLimits {
  /** Requests of all threads together. */
  readonly perSecond: number;
  /** All of them apply to each thread; none where threads are not limited. */
  readonly threadLimits: readonly Limit[];
}

/** Keeps what this process sends below a peer's limits: of a thread, which is one conversation there, and of all together. */
export function rateLimiter(clock: Clock, { perSecond, threadLimits }: RateLimits): RateLimiter {
  const threads = newThreads(threadLimits);
  const most = Math.max(1, Math.floor(perSecond));
  const all = slidingWindow([{ most, withinMs: 1_000 }]);
  const retrySlots = spread(1_000 / perSecond);

  /**
   * A thread counts from when the answer came, since the peer may have counted at any time before; all together from the
   * beginning, so that slow answers do not slow down the others. What was deferred on its way does not count.
   */
  async function send<Outcome>(
    thread: Thread | undefined,
    attempt: () => Promise<Outcome>,
    requests: number,
  ): Promise<Outcome> {
    const begunAt = clock.now();
    let isSent = true;
    for (let each = 0; each < requests; each++) all.add(begunAt);
    if (thread) thread.underWay++;
    try {
      const outcome = await attempt();
      isSent = !isDeferred(outcome);
      return outcome;
    } finally {
      if (thread) thread.underWay--;
      if (isSent) countIn(thread);
      else for (let each = 0; each < requests; each++) all.remove(begunAt);
    }
  }

  function countIn(thread: Thread | undefined): void {
    const endedAt = clock.now();
    thread?.all.add(endedAt);
    thread?.minor.add(endedAt);
  }

  return {
    run(name, attempt, requests = 1) {
      const now = clock.now();
      const thread = name === undefined ? undefined : threads.of(name, now);
      const inThread = thread?.all.roomInMs(now, thread.underWay) ?? 0;
      if (inThread > 0) return Promise.resolve(deferred(inThread));
      // More than a second's worth would never have room.
      const taken = Math.min(requests, most);
      const inAll = all.roomInMs(now, taken - 1);
      if (inAll > 0) return Promise.resolve(deferred(retrySlots.after(now, inAll)));
      return send(thread, attempt, taken);
    },
    async runIfIdle(name, attempt) {
      const now = clock.now();
      const thread = name === undefined ? undefined : threads.of(name, now);
      const inThread = thread?.minor.roomInMs(now, thread.underWay) ?? 0;
      if (inThread === 0 && all.roomInMs(now) === 0) {
        await send(thread, attempt, 1);
      }
    },
  };
}

const deferred = (ms: number): Deferred => ({
  outcome: 'deferred',
  cause: 'paced',
  retryAfterMs: Math.ceil(ms),
});

const isDeferred = (outcome: unknown): boolean =>
  typeof outcome === 'object' && outcome !== null && 'outcome' in outcome && outcome.outcome === 'deferred';

/** Each deferred send gets a retry time of its own, so that they do not all come back at once. */
function spread(everyMs: number) {
  let last = 0;
  return {
    after(now: number, waitMs: number): number {
      last = Math.max(now + waitMs, Math.min(last, now + longestQueueMs) + everyMs);
      return last - now;
    },
  };
}

/** Also what a clock that was set back can cost. */
const longestQueueMs = 60_000;

interface Thread {
  readonly all: SlidingWindow;
  readonly minor: SlidingWindow;
  underWay: number;
}

/** The limit of all bounds how many of them an hour can bring. */
function newThreads(threadLimits: readonly Limit[]) {
  const threads = new Map<string, Thread>();
  const limitsOfMinor = threadLimits.map((limit) => ({
    ...limit,
    most: Math.floor(limit.most * shareOfMinor),
  }));

  function removeExpired(now: number): void {
    for (const [name, thread] of threads) {
      if (thread.underWay > 0 || !thread.all.isOver(now)) return;
      threads.delete(name);
    }
  }

  return {
    /** The one used longest ago stands first. */
    of(name: string, now: number): Thread {
      const known = threads.get(name);
      threads.delete(name);
      removeExpired(now);
      const thread = known ?? {
        all: slidingWindow(threadLimits),
        minor: slidingWindow(limitsOfMinor),
        underWay: 0,
      };
      threads.set(name, thread);
      return thread;
    },
  };
}
