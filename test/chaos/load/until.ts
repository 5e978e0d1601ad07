import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until the answer is yes. Resolves with whether it was within `withinMs`. */
export async function until(isSo: () => boolean, withinMs: number): Promise<boolean> {
  const giveUpAt = Date.now() + withinMs;
  while (!isSo()) {
    if (Date.now() > giveUpAt) return false;
    await sleep(50);
  }
  return true;
}
