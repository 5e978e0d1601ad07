import { defineConfig, mergeConfig } from 'vitest/config';
import everything, { commands } from './vitest.config.ts';

/** The demo, rehearsals, operators' commands, upgrades and backups: they wait for other processes more than they compute. */
export default mergeConfig(
  { ...everything, test: { ...everything.test, include: [], exclude: [] } },
  defineConfig({
    test: { include: [...commands], testTimeout: 60_000, hookTimeout: 60_000 },
  }),
);
