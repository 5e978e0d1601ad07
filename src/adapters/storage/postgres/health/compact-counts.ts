import type { Statement } from '../connection/database.ts';
import { type Asking, ask } from '../connection/store-context.ts';

const everyMs = 10_000;

const sumUp: Statement = { name: 'sum-up-counts', text: 'select handoff.sum_up_counts()' };

/** Sums up the counts of all replicas from time to time. Gives what stops it, and waits for what is under way. */
export function sumUpCounts(asking: Asking): () => Promise<void> {
  const { clock, log, replica } = asking;
  let running: Promise<unknown> = Promise.resolve();
  const later = () =>
    clock.after(everyMs, () => {
      running = ask(asking, sumUp, []).catch((err: Error) =>
        log.warn({ replica, err }, 'counts-not-summed-up'),
      );
      cancel = later();
    });
  let cancel = later();
  return async () => {
    cancel();
    await running;
  };
}
