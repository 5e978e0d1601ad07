import { defineConfig } from 'vitest/config';
import { childEnvironment } from './simulators/child-environment.ts';

/** Tests with a run of their own: vitest.faults.config.ts. */
export const faults = [
  'test/{chaos,crash-points,virtual}/**/*.test.ts',
  'test/end-to-end/unhappy-paths.test.ts',
  'test/adapters/bounded-memory.test.ts',
  'test/adapters/http/server/slow-connections.test.ts',
];

/** Whatever plays whole conversations with every live chat, or judges one as a stranger; a run of their own: vitest.vendors.config.ts. */
export const vendors = [
  'test/vendors/**/*.test.ts',
  'test/simulators/verify-live-chat/**/*.test.ts',
  'test/docs/add-a-live-chat.test.ts',
];

/** What operators and QA start by `npm run`, tried as whole processes; a run of its own: vitest.commands.config.ts. */
export const commands = [
  'test/deploy/**/*.test.ts',
  'test/simulators/simulate/{runner,against,command,record,callback-secrecy}.test.ts',
  'test/simulators/{playground,console}/**/*.test.ts',
  'test/adapters/admin/**/*-script.test.ts',
  'test/adapters/key-vault/rotation.test.ts',
  'test/adapters/storage/postgres/schema/from-lowdb.test.ts',
  'test/end-to-end/demo.test.ts',
];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...faults, ...vendors, ...commands, 'test/chaos-postgres/**'],
    isolate: false,
    globalSetup: ['test/postgres/global-setup.ts'],
    // Most tests wait for other processes and timers more than they compute.
    maxWorkers: 4,
    // Many of these processes are started again and again, here and by the tests.
    env: { NODE_COMPILE_CACHE: childEnvironment().NODE_COMPILE_CACHE },
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
