import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inMemoryStore } from '../../../src/adapters/storage/in-memory/in-memory-store.ts';
import {
  type CreateJournalFile,
  createJournalFile,
} from '../../../src/adapters/storage/lowdb/journal/journal-file.ts';
import { lowdbStore } from '../../../src/adapters/storage/lowdb/lowdb-store.ts';
import type { Clock } from '../../../src/application/ports/clock.ts';
import type { Platform } from '../../../src/wiring/parts/platform.ts';
import { copyAsKilled } from '../../adapters/storage/lowdb/disk/as-killed.ts';

/** A store, and what is left of it when its process is killed. */
export interface OpenStore {
  readonly store: Platform['store'];
  /** What the next process finds. */
  afterKill(): Promise<OpenStore>;
  close(): Promise<void>;
}

export type FreshStore = (clock: Clock) => Promise<OpenStore>;

/** As a database: it lives on when the process dies. */
export const freshInMemoryStore: FreshStore = async (clock) => {
  const open: OpenStore = {
    store: inMemoryStore({ clock }),
    afterKill: async () => open,
    close: async () => {},
  };
  return open;
};

/** Real files, in a directory that `remove` takes away. `isBusy` says whether the disk is at work for somebody who waits. */
export function lowdbStores(create: CreateJournalFile = createJournalFile): {
  readonly fresh: FreshStore;
  readonly isBusy: () => boolean;
  readonly remove: () => Promise<void>;
} {
  let home: Promise<string> | undefined;
  let busy = 0;
  const count = async <Value>(work: Promise<Value>): Promise<Value> => {
    busy += 1;
    return work.finally(() => {
      busy -= 1;
    });
  };
  async function newDirectory(): Promise<string> {
    home ??= mkdtemp(join(tmpdir(), 'handoff-virtual-'));
    return mkdtemp(join(await home, 'run-'));
  }
  async function copyOf(directory: string): Promise<string> {
    const copy = await newDirectory();
    copyAsKilled(directory, copy);
    return copy;
  }
  async function openIn(directory: string, clock: Clock): Promise<OpenStore> {
    const log = { info() {}, warn() {}, error() {} };
    const store = await lowdbStore({ directory, clock, log, createFile: create });
    return {
      store: counted(store, count),
      afterKill: () => count(copyOf(directory).then((copy) => openIn(copy, clock))),
      close: () => remove(directory),
    };
  }
  return {
    fresh: async (clock) => count(openIn(await newDirectory(), clock)),
    isBusy: () => busy > 0,
    // Lives of the bridge that a run's end met at their beginning have left something, too.
    remove: async () => home && remove(await home),
  };
}

/** Folding that was under way may still put a file there. */
const remove = (directory: string): Promise<void> =>
  rm(directory, { recursive: true, force: true, maxRetries: 10 });

function counted<Store extends object>(
  store: Store,
  count: <Value>(work: Promise<Value>) => Promise<Value>,
): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]) => {
        const answer: unknown = Reflect.apply(member, target, args);
        return answer instanceof Promise ? count(answer) : answer;
      };
    },
  });
}
