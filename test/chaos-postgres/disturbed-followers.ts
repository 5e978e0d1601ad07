import { setTimeout as sleep } from 'node:timers/promises';
import { randomAt } from '../../simulators/faults/random.ts';
import { type Disturbance, type Disturbing, disturb, outage } from '../chaos/feeds/disturbance.ts';
import type { OwnWays } from '../chaos/feeds/own-ways.ts';
import type { BridgeProcess } from '../end-to-end/world.ts';
import type { Disturb, ReplicatedWorld } from './replicated-world.ts';
import { rollingRestart } from './rolling-restart.ts';

interface Followers extends Pick<Disturbing, 'tell'> {
  readonly seed: string;
  /** How long a replica stands still at most, in milliseconds. */
  readonly longestPauseMs: number;
  /** What happens to what all of them hear their live chats on. */
  readonly ofStream: (world: ReplicatedWorld, random: Disturbing['random']) => readonly Disturbance[];
  readonly waysOf: (replica: BridgeProcess) => OwnWays;
}

/** What happens to one of several replicas that follow live chats, to their database, or to the stream, chosen by a seed. */
export function disturbedFollowers({ seed, longestPauseMs, tell, ofStream, waysOf }: Followers): Disturb {
  const random = randomAt(`${seed}/disturbances`, 0);
  return async (world, chosen) => {
    const disturbances = [
      ...ofReplica(world, chosen, longestPauseMs),
      ...ofNetwork(world, waysOf(chosen), random),
      ...ofAll(world),
      ...ofStream(world, random),
    ];
    await disturb(disturbances, { random, tell });
  };
}

function ofReplica(
  world: ReplicatedWorld,
  chosen: BridgeProcess,
  longestPauseMs: number,
): readonly Disturbance[] {
  return [
    {
      name: 'a kill',
      weight: 20,
      upToMs: 1000,
      async happen(ms) {
        world.noteCrash();
        await chosen.kill();
        await sleep(ms);
        await chosen.start();
      },
    },
    {
      name: 'a standstill',
      weight: 12,
      upToMs: longestPauseMs,
      async happen(ms) {
        const since = Date.now();
        world.balanceWithout(chosen);
        chosen.pause();
        await sleep(ms);
        chosen.goOn();
        world.noteStandstill(since);
        world.balanceWithout();
      },
    },
  ];
}

/** Proxies have seen answers that the replica has not. */
function ofNetwork(world: ReplicatedWorld, ways: OwnWays, random: () => number): readonly Disturbance[] {
  const begin = () => world.noteCrash();
  return [
    ...(ways.toFeed
      ? [outage({ name: 'a replica has no network to the live chat’s stream', way: ways.toFeed }, random)]
      : []),
    outage({ name: 'a replica has no network to the live chat’s API', way: ways.toLiveChat, begin }, random),
    outage({ name: 'a replica has no network to the database', way: ways.toDatabase, begin }, random),
  ];
}

function ofAll(world: ReplicatedWorld): readonly Disturbance[] {
  const { server, proxy } = world.own;
  return [
    {
      name: 'the database is gone',
      weight: 6,
      upToMs: 3000,
      async happen(ms) {
        await server.stop('immediate');
        await sleep(ms);
        await server.start();
      },
    },
    {
      // Longer than a replica counts as alive: none of them can be heard of meanwhile.
      name: 'the database is gone and recovers slowly',
      weight: 4,
      upToMs: 9000,
      async happen(ms) {
        await server.stop('immediate');
        proxy.down();
        await server.start();
        await sleep(ms);
        proxy.up();
      },
    },
    { name: 'a rolling restart', weight: 3, upToMs: 0, happen: () => rollingRestart(world) },
  ];
}
