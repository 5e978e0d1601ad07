import { defineConfig, mergeConfig } from 'vitest/config';
import everything from './vitest.config.ts';

/** What crosses the wire of each vendor, judged by that vendor's own files: `npm run test:judges`. */
export default mergeConfig(
  { ...everything, test: { ...everything.test, include: [], exclude: [] } },
  defineConfig({
    test: { include: ['test/judges/**/*.judge.ts'], globalSetup: [] },
  }),
);
