import { defineConfig, mergeConfig } from 'vitest/config';
import everything from './vitest.config.ts';

/** Faults and races against a bridge in a process of its own. They judge delays, so nothing else runs beside them. */
export default mergeConfig(
  { ...everything, test: { ...everything.test, include: [], exclude: [] } },
  defineConfig({
    test: { include: ['test/chaos/*.test.ts'], fileParallelism: false },
  }),
);
