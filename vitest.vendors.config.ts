import { defineConfig, mergeConfig } from 'vitest/config';
import everything, { vendors } from './vitest.config.ts';

/** Whole conversations, stories, kills and faults with each live chat that can be chosen, and the verifier of live chats. */
export default mergeConfig(
  { ...everything, test: { ...everything.test, include: [], exclude: [] } },
  defineConfig({
    test: { include: [...vendors], maxWorkers: 2, testTimeout: 60_000, hookTimeout: 60_000 },
  }),
);
