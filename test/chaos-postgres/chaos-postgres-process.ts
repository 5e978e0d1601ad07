import { parseArgs } from 'node:util';
import { chaosCommand, chaosOptions, teller } from '../chaos/chaos-command.ts';
import { disturbances } from './disturbances.ts';
import { startReplicatedWorld } from './replicated-world.ts';

const { values } = parseArgs({
  options: {
    ...chaosOptions,
    /** How often something bad happens. */
    kills: { type: 'string', default: '60' },
    replicas: { type: 'string', default: '3' },
    /** The longest standstill of a replica, in seconds. */
    pause: { type: 'string', default: '12' },
  },
});
const tell = teller();
tell(`seed ${values.seed}`);
const disturb = disturbances({ seed: values.seed, longestPauseMs: Number(values.pause) * 1000, tell });
await chaosCommand(values, tell, (of) =>
  startReplicatedWorld({ replicas: Number(values.replicas), disturb, ...of }),
);
