import { defineConfig, mergeConfig } from 'vitest/config';
import everything, { faults } from './vitest.config.ts';

/** Faults, kills and races. Some of them judge delays or memory, so they run one after the other. */
export default mergeConfig(
  { ...everything, test: { ...everything.test, include: [], exclude: [] } },
  defineConfig({
    test: { include: [...faults], fileParallelism: false },
  }),
);
