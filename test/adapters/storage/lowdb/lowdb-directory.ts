import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type LowdbStoreOptions, lowdbStore } from '../../../../src/adapters/storage/lowdb/lowdb-store.ts';
import type { LogFields } from '../../../../src/application/ports/log.ts';
import { testClock } from '../../../contracts/test-clock.ts';
import { copyAsKilled } from './disk/as-killed.ts';

type LowdbStore = Awaited<ReturnType<typeof lowdbStore>>;

/** A lowdb store in a directory of its own. After each test, everything is closed and removed. */
export interface Stored {
  readonly directory: string;
  readonly clock: ReturnType<typeof testClock>;
  readonly store: LowdbStore;
  readonly logged: readonly (LogFields & { readonly event: string })[];
  /** Closes the store and opens it again. */
  readonly reopen: (options?: Partial<LowdbStoreOptions>) => Promise<Stored>;
  /** A store that finds what a process that ends in this moment would leave behind. */
  readonly reopenAsKilled: () => Promise<Stored>;
}

export async function freshDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'handoff-store-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

export async function storedIn(
  directory: string,
  options: Partial<LowdbStoreOptions> = {},
  clock = testClock(),
): Promise<Stored> {
  const logged: (LogFields & { event: string })[] = [];
  const note = (fields: LogFields, event: string) => void logged.push({ ...fields, event });
  const log = { info: note, warn: note, error: note };
  const store = await lowdbStore({ directory, clock, log, ...options });
  onTestFinished(() => store.close().catch(() => {}));
  return {
    directory,
    clock,
    store,
    logged,
    reopen: async (changed = {}) => {
      await store.close();
      return storedIn(directory, changed, clock);
    },
    reopenAsKilled: async () => {
      const copy = await freshDirectory();
      copyAsKilled(directory, copy);
      return storedIn(copy, {}, clock);
    },
  };
}
