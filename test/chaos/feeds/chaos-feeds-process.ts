import { parseArgs } from 'node:util';
import { disturbances } from '../../chaos-postgres/disturbances.ts';
import { startReplicatedWorld } from '../../chaos-postgres/replicated-world.ts';
import { chaosCommand, chaosOptions, teller } from '../chaos-command.ts';
import { startChaosWorld } from '../chaos-world.ts';
import { startFollowedWorld } from './followed-world.ts';

const { values } = parseArgs({
  options: {
    ...chaosOptions,
    kills: { type: 'string', default: '100' },
    /** Replicas on PostgreSQL, to which more happens than kills; 0 is one bridge on the file store. */
    replicas: { type: 'string', default: '0' },
    /** The longest standstill of a replica, in seconds. */
    pause: { type: 'string', default: '12' },
  },
});
const tell = teller();
const { seed } = values;
tell(`seed ${seed}`);
const replicas = Number(values.replicas);
const disturb = disturbances({ seed, longestPauseMs: Number(values.pause) * 1000, tell });
// How strange vendors call back is no matter of one that never does.
await chaosCommand({ ...values, plain: true }, tell, () =>
  replicas > 0
    ? startFollowedWorld({
        seed,
        start: ({ settings, callbacks, runs }) =>
          startReplicatedWorld({ settings, callbacks, replicas, disturb, program: { replica: runs } }),
      })
    : startFollowedWorld({ seed, start: startChaosWorld }),
);
