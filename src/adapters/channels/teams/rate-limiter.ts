import type { Clock } from '../../../application/ports/clock.ts';
import type { Deferred } from '../../../application/ports/delivery.ts';
import { type Limit, type SlidingWindow, slidingWindow } from './sliding-window.ts';

/**
 * Teams' limits for one bot in one thread, from "Optimize your bot with rate limiting in Teams".
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
export const teamsThreadLimits: readonly Limit[] = [
  { most: 7, withinMs: 1_000 },
  { most: 8, withinMs: 2_000 },
  { most: 60, withinMs: 30_000 },
  { most: 1_800, withinMs: 3_600_000 },
];

/** What may be lost leaves this share of every limit of a thread to what may not. */
const shareOfMinor = 0.5;

export interface RateLimiter {
  /** Sends, or answers `deferred` at once when Teams would refuse it for its rate. */
  run<Outcome extends { readonly outcome: string }>(
    thread: string,
    send: () => Promise<Outcome>,
  ): Promise<Outcome | Deferred>;
  /** Sends only while half of what the thread may have is unused; otherwise does nothing. */
  runIfIdle(thread: string, send: () => Promise<void>): Promise<void>;
}

export interface RateLimits {
  /** Sends of the app as a whole. */
  readonly perSecond: number;
  /** All of them apply to each thread; none where threads are not limited. */
  readonly threadLimits: readonly Limit[];
}

/** Keeps what this process sends below the limits of a thread and of the app. */
export function rateLimiter(clock: Clock, { perSecond, threadLimits }: RateLimits): RateLimiter {
  const threads = newThreads(threadLimits);
  const app = slidingWindow([{ most: perSecond, withinMs: 1_000 }]);
  const retrySlots = spread(1_000 / perSecond);

  /**
   * A thread counts from when the answer came, since Teams may have counted at any time before; the app from the
   * beginning, so that slow answers do not slow down the others. What was deferred on its way does not count.
   */
  async function send<Outcome>(thread: Thread, attempt: () => Promise<Outcome>): Promise<Outcome> {
    const begunAt = clock.now();
    let isSent = true;
    app.add(begunAt);
    thread.underWay++;
    try {
      const outcome = await attempt();
      isSent = !isDeferred(outcome);
      return outcome;
    } finally {
      thread.underWay--;
      if (isSent) {
        const endedAt = clock.now();
        thread.all.add(endedAt);
        thread.minor.add(endedAt);
      } else app.remove(begunAt);
    }
  }

  return {
    run(name, attempt) {
      const now = clock.now();
      const thread = threads.of(name, now);
      const inThread = thread.all.roomInMs(now, thread.underWay);
      if (inThread > 0) return Promise.resolve(deferred(inThread));
      const inApp = app.roomInMs(now);
      if (inApp > 0) return Promise.resolve(deferred(retrySlots.after(now, inApp)));
      return send(thread, attempt);
    },
    async runIfIdle(name, attempt) {
      const now = clock.now();
      const thread = threads.of(name, now);
      if (thread.minor.roomInMs(now, thread.underWay) === 0 && app.roomInMs(now) === 0) {
        await send(thread, attempt);
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

/** The limit of the app bounds how many of them an hour can bring. */
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
