import { setTimeout as sleep } from 'node:timers/promises';

export interface Rate {
  readonly messages: number;
  readonly perSecond: number;
}

/** Sends each message when it is due, whatever became of those before it. Resolves when all are answered. */
export async function atRate(
  { messages, perSecond }: Rate,
  send: (index: number) => Promise<unknown> | undefined,
): Promise<void> {
  const startedAt = performance.now();
  const sent: (Promise<unknown> | undefined)[] = [];
  for (let index = 0; index < messages; index++) {
    const waitMs = startedAt + (index * 1000) / perSecond - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    sent.push(send(index));
  }
  await Promise.all(sent);
}

/** Rejects when it is not so within a minute. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; !(await isSo()); waitedMs += 20) {
    if (waitedMs > 60_000) throw new Error('what was waited for did not happen within a minute');
    await sleep(20);
  }
}
