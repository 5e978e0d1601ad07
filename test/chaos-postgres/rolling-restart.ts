import { setTimeout as sleep } from 'node:timers/promises';
import type { ReplicatedWorld } from './replicated-world.ts';

/** How long a load balancer takes to learn that a replica gets nothing more. */
export const noticeMs = 100;

/** Every replica in turn gets no requests any more, is stopped by SIGTERM, started again, and gets requests again. */
export async function rollingRestart(world: ReplicatedWorld): Promise<void> {
  for (const replica of world.replicas) {
    world.balanceWithout(replica);
    await sleep(noticeMs);
    const code = await replica.stop();
    if (code !== 0) throw new Error(`a replica that was told to stop ended with ${code}`);
    await replica.start();
    world.balanceWithout();
  }
}
