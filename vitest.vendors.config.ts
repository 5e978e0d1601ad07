import { defineConfig, mergeConfig } from 'vitest/config';
import everything from './vitest.config.ts';

/** Whole conversations, stories, kills and faults with each live chat that can be chosen. */
export default mergeConfig(
  { ...everything, test: { ...everything.test, include: [], exclude: [] } },
  defineConfig({
    test: { include: ['test/vendors/**/*.test.ts'], maxWorkers: 2, testTimeout: 60_000, hookTimeout: 60_000 },
  }),
);
