import type { Clock } from '../../../application/ports/clock.ts';
import { StoreUnavailable } from '../../../application/ports/session-store.ts';

const pauseMs = 250;

/**
 * Tries again until it is recorded what became of an attempt: a message that was delivered and not settled would be sent
 * once more. After `forMs` the others may have the lane. Rejects with the last `StoreUnavailable` then.
 */
export async function insist<Value>(clock: Clock, forMs: number, task: () => Promise<Value>): Promise<Value> {
  const giveUpAt = clock.now() + forMs;
  for (;;) {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || clock.now() >= giveUpAt) throw error;
    }
    await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
  }
}
