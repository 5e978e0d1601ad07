import {
  type CreateJournalFile,
  createJournalFile,
} from '../../../../../src/adapters/storage/lowdb/journal/journal-file.ts';

type Operation = 'create' | 'append' | 'sync';

interface FailingDisk {
  readonly create: CreateJournalFile;
  /** From now on these fail, and truncating too; an append writes half of its bytes before. */
  fail(...operations: readonly Operation[]): void;
  mend(): void;
  /** Holds syncs back until the returned function is called. */
  holdSyncs(): () => void;
}

/** Real journal files on a disk that can be told to fail. */
export function failingDisk(): FailingDisk {
  let failing = new Set<Operation>();
  let held: Promise<void> | undefined;
  const refuse = (operation: Operation) => {
    if (failing.has(operation)) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  };
  return {
    fail(...operations) {
      failing = new Set(operations);
    },
    mend() {
      failing = new Set();
    },
    holdSyncs() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return () => {
        held = undefined;
        resolve();
      };
    },
    async create(path) {
      refuse('create');
      const file = await createJournalFile(path);
      return {
        ...file,
        append(bytes) {
          if (failing.has('append')) file.append(bytes.subarray(0, bytes.length / 2));
          refuse('append');
          file.append(bytes);
        },
        async truncate(length) {
          if (failing.size > 0) throw new Error('it cannot be truncated either');
          await file.truncate(length);
        },
        async sync() {
          await held;
          refuse('sync');
          await file.sync();
        },
      };
    },
  };
}
