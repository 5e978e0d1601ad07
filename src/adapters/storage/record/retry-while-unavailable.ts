import type { Awaitable } from '../../../application/ports/awaitable.ts';
import { type Clock, pause } from '../../../application/ports/clock.ts';
import { StoreUnavailable } from '../../../application/ports/session-store.ts';

const pauseMs = 250;

/** How long the outcome of an attempt is kept in hand while the store is away, in milliseconds: less than a lease lasts. */
export const settlingMs = 30_000;

/**
 * Tries again what must not be left undone for a moment of trouble: a message that was delivered and not settled would be
 * sent once more. Rejects with the last `StoreUnavailable` when `forMs` milliseconds are over.
 */
export async function retryWhileUnavailable<Value>(
  clock: Clock,
  forMs: number,
  task: () => Awaitable<Value>,
): Promise<Value> {
  const giveUpAt = clock.now() + forMs;
  for (;;) {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || clock.now() >= giveUpAt) throw error;
    }
    await pause(clock, pauseMs);
  }
}
