import { parseArgs } from 'node:util';
import { disturbedFollowers } from '../../chaos-postgres/disturbed-followers.ts';
import { startReplicatedWorld } from '../../chaos-postgres/replicated-world.ts';
import { chaosCommand, chaosOptions, teller } from '../chaos-command.ts';
import { startChaosWorld } from '../chaos-world.ts';
import { disturbedBridge } from './disturbed-bridge.ts';
import { startFollowedWorld } from './followed-world.ts';
import { waysOfReplicas } from './own-ways.ts';

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
const { seed, disturbances, store, replicas } = values;
if (store !== 'lowdb' && store !== 'postgres') throw new Error('--store is lowdb or postgres');
tell(`seed ${seed}`);

const startOne = async () => disturbedBridge(await startFollowedWorld(startChaosWorld), { seed, tell });

async function startSeveral() {
  const ways = waysOfReplicas();
  const world = await startFollowedWorld(({ settings, callbacks, runs, stream }) =>
    startReplicatedWorld({
      settings,
      callbacks,
      replicas: Number(replicas),
      disturb: disturbedFollowers({
        seed,
        longestPauseMs: Number(values.pause) * 1000,
        tell,
        stream,
        waysOf: ways.of,
      }),
      program: { replica: ways.replica(runs) },
    }),
  );
  return {
    ...world,
    async stop() {
      await world.stop();
      await ways.stop();
    },
  };
}

// How strange vendors call back is no matter of one that never does.
const plain = { ...values, kills: disturbances, plain: true };
await chaosCommand(plain, tell, store === 'lowdb' ? startOne : startSeveral);
