import { defineConfig } from 'vitest/config';

/** Stories played in a real browser, which `npm test` does not ask of anybody's machine. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browser.ts'],
    // Each file has a browser and a bridge of its own.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
