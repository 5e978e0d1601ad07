import { setTimeout as sleep } from 'node:timers/promises';
import { randomAt } from '../../../simulators/faults/random.ts';
import type { Event } from '../../../simulators/history/event.ts';
import type { ChaosWorld } from '../chaos-world.ts';
import { type Disturbance, type Disturbing, disturb } from './disturbance.ts';

interface DisturbedBridge extends Pick<Disturbing, 'tell'> {
  readonly seed: string;
  /** What happens to what it hears its live chats on. */
  readonly ofStream: (random: Disturbing['random']) => readonly Disturbance[];
}

/** One bridge, to which more happens than kills. Its calls have not timed out when it goes on. */
export function disturbedBridge(world: ChaosWorld, { seed, tell, ofStream }: DisturbedBridge): ChaosWorld {
  const random = randomAt(`${seed}/disturbances`, 0);
  const { bridge, proxies } = world;
  const outages: Event[] = [];
  const disturbances: readonly Disturbance[] = [
    { name: 'a kill', weight: 20, upToMs: 1000, happen: (ms) => world.crash(ms) },
    {
      name: 'a standstill',
      weight: 12,
      upToMs: 6000,
      async happen(ms) {
        bridge.pause();
        await sleep(ms);
        bridge.goOn();
      },
    },
    {
      name: 'no network to the live chat’s API',
      weight: 10,
      upToMs: 3000,
      async happen(ms) {
        const at = Date.now();
        await proxies.toLiveChat.down();
        await sleep(ms);
        await proxies.toLiveChat.up();
        outages.push({ type: 'fault', party: 'toLiveChat', what: 'down', at, until: Date.now() });
      },
    },
    ...ofStream(random),
  ];
  return {
    ...world,
    // In an outage the proxy sees no requests that could fail.
    record: () => [...outages, ...world.record()],
    crash: async () => void (await disturb(disturbances, { random, tell })),
  };
}
