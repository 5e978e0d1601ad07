import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateLimiter } from '../../../../src/adapters/http/client/rate-limiter.ts';
import { virtualClock } from '../../../application/world/fakes/virtual-clock.ts';
import { teamsThreadLimits } from '../../channels/teams-thread-limits.ts';

const delivered = { outcome: 'delivered' } as const;
const perSecond = 50;

/** Some sends, each that many milliseconds after the one before, and how long the answer takes. */
const arrivals = fc.array(
  fc.record({
    afterMs: fc.oneof(
      { weight: 6, arbitrary: fc.constant(0) },
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 300 }) },
      { weight: 1, arbitrary: fc.integer({ min: 300, max: 40_000 }) },
    ),
    answerMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1_500 })),
    heardAfter: fc.double({ min: 0, max: 1, noNaN: true }),
    thread: fc.constantFrom('a', 'a', 'a', 'b'),
    isTyping: fc.constantFrom(false, false, false, true),
  }),
  { minLength: 20, maxLength: 120, size: 'max' },
);

interface Heard {
  readonly thread: string;
  readonly at: number;
}

/** The most that was heard within any `withinMs`. */
function mostWithin(times: readonly number[], withinMs: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  return Math.max(
    0,
    ...sorted.map((first, index) => sorted.slice(index).filter((at) => at < first + withinMs).length),
  );
}

describe('Pacing', () => {
  it('breaks no limit of a thread, whatever comes, however long answers take and whenever Teams counts', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, async (sends) => {
        const clock = virtualClock();
        const paced = rateLimiter(clock, { perSecond, threadLimits: teamsThreadLimits });
        const heard: Heard[] = [];
        const after = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
        for (const { afterMs, answerMs, heardAfter, thread, isTyping } of sends) {
          await clock.pass(afterMs);
          const begunAt = clock.now();
          const send = async () => {
            heard.push({ thread, at: begunAt + Math.floor(answerMs * heardAfter) });
            if (answerMs > 0) await after(answerMs);
            return delivered;
          };
          if (isTyping) void paced.runIfIdle(thread, async () => void (await send()));
          else void paced.run(thread, send);
        }
        for (const name of ['a', 'b']) {
          const times = heard.filter(({ thread }) => thread === name).map(({ at }) => at);
          for (const { most, withinMs } of teamsThreadLimits) {
            expect(mostWithin(times, withinMs)).toBeLessThanOrEqual(most);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the limits of half a minute and of an hour under a pressure that never ends', async () => {
    const clock = virtualClock();
    const paced = rateLimiter(clock, { perSecond, threadLimits: teamsThreadLimits });
    const heard: number[] = [];
    const end = clock.now() + 3_700_000;
    while (clock.now() < end) {
      const tried = await paced.run('a', async () => {
        heard.push(clock.now());
        return delivered;
      });
      if (tried.outcome === 'deferred') await clock.pass(tried.retryAfterMs);
    }
    for (const { most, withinMs } of teamsThreadLimits) {
      const times = withinMs < 60_000 ? heard.slice(0, 200) : heard;
      expect(mostWithin(times, withinMs)).toBe(most);
    }
    expect(heard.length).toBeGreaterThan(1_800);
  });

  it('keeps the limit of the app over many threads, and gives those it turns away places of their own', async () => {
    const clock = virtualClock();
    const paced = rateLimiter(clock, { perSecond, threadLimits: teamsThreadLimits });
    const heard: number[] = [];
    let turnedAway = 0;
    const lane = async (thread: string): Promise<void> => {
      const tried = await paced.run(thread, async () => {
        heard.push(clock.now());
        return delivered;
      });
      if (tried.outcome !== 'deferred') return;
      turnedAway++;
      await new Promise<void>((resolve) => clock.after(tried.retryAfterMs, resolve));
      await lane(thread);
    };
    const lanes = Array.from({ length: 500 }, (_, index) => lane(`t${index}`));
    await clock.until(Promise.all(lanes));
    expect(mostWithin(heard, 1_000)).toBe(perSecond);
    expect(Math.max(...heard) - Math.min(...heard)).toBeLessThan(12_000);
    expect(turnedAway).toBeLessThan(1_000);
  });

  it('does not hold up one thread for another', async () => {
    const clock = virtualClock();
    const paced = rateLimiter(clock, { perSecond, threadLimits: teamsThreadLimits });
    for (let sent = 0; sent < 7; sent++) await paced.run('a', async () => delivered);
    const refused = { outcome: 'deferred', cause: 'paced', retryAfterMs: 1_000 };
    expect(await paced.run('a', async () => delivered)).toEqual(refused);
    expect(await paced.run('b', async () => delivered)).toEqual(delivered);
  });

  it('leaves half of the room in a thread to words, however much typing there is', async () => {
    const clock = virtualClock();
    const paced = rateLimiter(clock, { perSecond, threadLimits: teamsThreadLimits });
    let typed = 0;
    for (let tried = 0; tried < 20; tried++) {
      await paced.runIfIdle('a', async () => {
        typed++;
      });
    }
    expect(typed).toBe(3);
    const outcomes = [];
    for (let said = 0; said < 5; said++) outcomes.push((await paced.run('a', async () => delivered)).outcome);
    expect(outcomes).toEqual(['delivered', 'delivered', 'delivered', 'delivered', 'deferred']);
  });

  it('counts from the answer, since Teams may have counted until then', async () => {
    const clock = virtualClock();
    const paced = rateLimiter(clock, { perSecond, threadLimits: teamsThreadLimits });
    const slow = () =>
      paced.run('a', async () => {
        await new Promise<void>((resolve) => clock.after(800, resolve));
        return delivered;
      });
    const sends = Array.from({ length: 7 }, slow);
    await clock.until(Promise.all(sends));
    await clock.pass(300);
    expect(await paced.run('a', async () => delivered)).toMatchObject({ retryAfterMs: 700 });
  });

  it('does not count what never left', async () => {
    const paced = rateLimiter(virtualClock(), { perSecond: 5, threadLimits: teamsThreadLimits });
    const unreachable = { outcome: 'deferred', cause: 'unreachable', retryAfterMs: 5 } as const;
    for (let tried = 0; tried < 20; tried++) {
      expect(await paced.run('a', async () => unreachable)).toEqual(unreachable);
    }
  });

  it('counts as many requests as a send may take, and lets one through that takes more than there are', async () => {
    const clock = virtualClock();
    const paced = rateLimiter(clock, { perSecond: 5, threadLimits: [] });
    const run = (requests: number) => paced.run(undefined, async () => delivered, requests);
    expect(await run(4)).toEqual(delivered);
    expect(await run(2)).toMatchObject({ outcome: 'deferred', cause: 'paced' });
    expect(await run(1)).toEqual(delivered);
    await clock.pass(1_000);
    expect(await run(9)).toEqual(delivered);
    expect(await run(1)).toMatchObject({ outcome: 'deferred' });
  });

  it('holds to the limit of all alone what has no thread', async () => {
    const paced = rateLimiter(virtualClock(), { perSecond, threadLimits: [{ most: 1, withinMs: 60_000 }] });
    for (let sent = 0; sent < 3; sent++) {
      expect(await paced.run(undefined, async () => delivered)).toEqual(delivered);
    }
  });

  it('counts what failed', async () => {
    const paced = rateLimiter(virtualClock(), { perSecond, threadLimits: teamsThreadLimits });
    const fails = () => paced.run('a', () => Promise.reject(new Error('broken')));
    for (let tried = 0; tried < 7; tried++) await expect(fails()).rejects.toThrow('broken');
    expect(await fails()).toMatchObject({ outcome: 'deferred' });
  });

  it('does not wait out an hour by which a clock was set back', async () => {
    let now = 10_000_000;
    const paced = rateLimiter(
      { now: () => now, after: () => () => {} },
      { perSecond: 5, threadLimits: teamsThreadLimits },
    );
    for (let sent = 0; sent < 5; sent++) await paced.run('a', async () => delivered);
    now -= 3_600_000;
    expect(await paced.run('a', async () => delivered)).toEqual(delivered);
  });
});
