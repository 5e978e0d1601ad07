import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const replicated = fileURLToPath(new URL('./test/chaos-postgres/in-place-of-one.ts', import.meta.url));

/** The chaos tests of one bridge, played on three replicas with one PostgreSQL: `npm run test:chaos:replicas`. */
export default defineConfig({
  plugins: [
    {
      name: 'three-bridges-in-place-of-one',
      enforce: 'pre',
      resolveId: (source, importer) =>
        source === './chaos-world.ts' && importer?.includes('/test/chaos/') ? replicated : undefined,
    },
  ],
  test: {
    include: ['test/chaos/*.test.ts', 'test/chaos-postgres/*.test.ts'],
    globalSetup: ['test/postgres/global-setup.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
