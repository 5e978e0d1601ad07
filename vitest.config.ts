import { defineConfig } from 'vitest/config';
import { childEnvironment } from './simulators/child-environment.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They have a run of their own: vitest.faults.config.ts and vitest.replicas.config.ts.
    exclude: ['test/{chaos,chaos-postgres,crash-points,virtual}/**'],
    isolate: false,
    globalSetup: ['test/postgres/global-setup.ts'],
    // Most tests wait for other processes and timers more than they compute.
    maxWorkers: 4,
    // Many of these processes are started again and again, here and by the tests.
    env: { NODE_COMPILE_CACHE: childEnvironment().NODE_COMPILE_CACHE },
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
