import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/chaos-postgres/**'],
    isolate: false,
    globalSetup: ['test/postgres/global-setup.ts'],
    // Most tests wait for other processes and timers more than they compute.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
