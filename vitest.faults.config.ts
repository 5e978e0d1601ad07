import { defineConfig, mergeConfig } from 'vitest/config';
import everything from './vitest.config.ts';

/** Faults, kills and races. Some of them judge the delays of a bridge in a process of its own, so they run one after the other. */
export default mergeConfig(
  { ...everything, test: { ...everything.test, include: [], exclude: [] } },
  defineConfig({
    test: { include: ['test/{chaos,crash-points,virtual}/**/*.test.ts'], fileParallelism: false },
  }),
);
