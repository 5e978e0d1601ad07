import type { ChaosWorld, ChaosWorldOptions } from '../chaos/chaos-world.ts';
import { bridgeProcess } from '../end-to-end/world.ts';
import { startReplicatedWorld } from './replicated-world.ts';

/** Stands in for the world of one bridge, so that everything that is tried on one is tried on three. */
export const startChaosWorld = ({
  settings,
  callbacks,
  calledAs,
  connection,
  program,
}: ChaosWorldOptions = {}): Promise<ChaosWorld> =>
  startReplicatedWorld({
    ...(settings && { settings }),
    ...(callbacks && { callbacks }),
    ...(calledAs && { calledAs }),
    ...(connection && { connection }),
    ...(program !== undefined && {
      program: { replica: (url, environment) => bridgeProcess({ url, environment, program }) },
    }),
  });
