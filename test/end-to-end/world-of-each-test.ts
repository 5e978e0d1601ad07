import { afterEach } from 'vitest';
import { startWorld, type World, type WorldOptions } from './world.ts';

/** Starts worlds, of which the last is stopped after each test. */
export function worldOfEachTest(): (options?: WorldOptions) => Promise<World> {
  let world: World | undefined;
  afterEach(async () => {
    await world?.stop();
    world = undefined;
  });
  return async (options) => {
    world = await startWorld(options);
    return world;
  };
}
