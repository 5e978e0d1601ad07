import { parseArgs } from 'node:util';
import { disturbedFollowers } from '../../chaos-postgres/disturbed-followers.ts';
import { type ReplicatedWorld, startReplicatedWorld } from '../../chaos-postgres/replicated-world.ts';
import { bridgeProcess } from '../../end-to-end/world.ts';
import { chaosCommand, chaosOptions, teller } from '../chaos-command.ts';
import { type ChaosWorld, startChaosWorld } from '../chaos-world.ts';
import { type Disturbance, type Disturbing, outage, standInStrains } from './disturbance.ts';
import { disturbedBridge } from './disturbed-bridge.ts';
import { startFollowedWorld } from './followed-world.ts';
import { waysOfReplicas } from './own-ways.ts';
import { followedKinds, heardAnew, vendorStrains } from './vendor-strains.ts';

const { values } = parseArgs({
  options: {
    ...chaosOptions,
    /** How often something bad happens: kills, standstills, a network that is gone, a stream that is not as it should be. */
    disturbances: { type: 'string', default: '60' },
    /** `lowdb` is one bridge on the file store. */
    store: { type: 'string', default: 'lowdb' },
    /** How many bridges share PostgreSQL. */
    replicas: { type: 'string', default: '3' },
    /** The longest standstill of a replica, in seconds. */
    pause: { type: 'string', default: '12' },
  },
});
const tell = teller();
const { seed, disturbances, store, replicas, 'live-chat': liveChatKind } = values;
if (store !== 'lowdb' && store !== 'postgres') throw new Error('--store is lowdb or postgres');
const isVendor = followedKinds.includes(liveChatKind);
if (!isVendor && liveChatKind !== chaosOptions['live-chat'].default)
  throw new Error(`--live-chat is ${followedKinds.join(' or ')}, or absent for the stand-in`);
tell(`seed ${seed}`);

type OfStream = (world: ReplicatedWorld, random: Disturbing['random']) => readonly Disturbance[];

const ways = waysOfReplicas();
const disturbed = (ofStream: OfStream) =>
  disturbedFollowers({
    seed,
    longestPauseMs: Number(values.pause) * 1000,
    tell,
    ofStream,
    waysOf: ways.of,
  });

async function startOne(): Promise<ChaosWorld> {
  if (isVendor) {
    const world = heardAnew(await startChaosWorld({ liveChatKind }));
    return disturbedBridge(world, { seed, tell, ofStream: (random) => vendorStrains(world, random) });
  }
  const world = await startFollowedWorld(startChaosWorld);
  const { way, stream } = world.vendor;
  const name = 'no network to the live chat’s stream';
  return disturbedBridge(world, {
    seed,
    tell,
    ofStream: (random) => [outage({ name, way }, random), ...standInStrains(stream, random)],
  });
}

async function startSeveral(): Promise<ChaosWorld> {
  const world = isVendor ? await severalOfVendor() : await severalOfStandIn();
  return {
    ...world,
    async stop() {
      await world.stop();
      await ways.stop();
    },
  };
}

const severalOfVendor = async () =>
  heardAnew(
    await startReplicatedWorld({
      liveChatKind,
      replicas: Number(replicas),
      disturb: disturbed(vendorStrains),
      program: { replica: ways.replica((url, environment) => bridgeProcess({ url, environment })) },
    }),
  );

const severalOfStandIn = () =>
  startFollowedWorld(({ settings, callbacks, runs, stream }) =>
    startReplicatedWorld({
      settings,
      callbacks,
      replicas: Number(replicas),
      disturb: disturbed((_, random) => standInStrains(stream, random)),
      program: { replica: ways.replica(runs) },
    }),
  );

// How strange vendors call back is tried elsewhere: what they choose is disturbed here.
const plain = { ...values, kills: disturbances, plain: true };
await chaosCommand(plain, tell, store === 'lowdb' ? startOne : startSeveral);
