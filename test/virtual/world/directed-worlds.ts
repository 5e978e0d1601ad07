import { afterAll, afterEach, beforeAll } from 'vitest';
import { type DirectOptions, type DirectWorld, directWorld } from './direct-world.ts';
import { type VirtualRuntime, virtualRuntime } from './virtual-runtime.ts';

/** Virtual worlds for the tests of a file, one after the other, in one runtime. */
export interface DirectedWorlds {
  /** Starts the world of a test; it is stopped after the test. */
  start(options: DirectOptions): Promise<DirectWorld>;
  /** Resolves when so much virtual time has passed. */
  wait(ms: number): Promise<void>;
}

export function directedWorlds(): DirectedWorlds {
  let runtime: VirtualRuntime;
  let world: DirectWorld | undefined;
  beforeAll(async () => {
    runtime = await virtualRuntime();
  });
  afterEach(() => {
    world?.stop();
    world = undefined;
  });
  afterAll(() => runtime.dismantle());
  return {
    async start(options) {
      world = await directWorld(runtime, options);
      return world;
    },
    wait: (ms) => new Promise((resolve) => runtime.time.after(ms, resolve)),
  };
}
