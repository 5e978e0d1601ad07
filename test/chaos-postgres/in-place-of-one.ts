import type { ChaosWorld } from '../chaos/chaos-world.ts';
import { startReplicatedWorld } from './replicated-world.ts';

/** Stands in for the world of one bridge, so that everything that is tried on one is tried on three. */
export const startChaosWorld = ({
  settings = {},
}: {
  readonly settings?: Readonly<Record<string, string>>;
} = {}): Promise<ChaosWorld> => startReplicatedWorld({ settings });
