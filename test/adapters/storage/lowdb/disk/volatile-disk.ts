import {
  type CreateJournalFile,
  createJournalFile,
} from '../../../../../src/adapters/storage/lowdb/journal/journal-file.ts';
import type { Left } from './as-killed.ts';

/** Real journal files, and what of them is certain to be on the disk. */
export function volatileDisk() {
  const synced = new Map<string, number>();
  return {
    async create(path: string) {
      const file = await createJournalFile(path);
      let written = 0;
      synced.set(path, 0);
      return {
        ...file,
        append(bytes: Uint8Array) {
          file.append(bytes);
          written += bytes.length;
        },
        async sync() {
          const certain = written;
          await file.sync();
          synced.set(path, certain);
        },
        async close() {
          await file.close();
          // Another file can have its name later.
          synced.delete(path);
        },
      };
    },
    afterPowerLoss: (left: Left): Left =>
      new Map(
        [...left].map(([path, bytes]) => {
          const certain = [...synced].find(([each]) => each.endsWith(path))?.[1] ?? bytes.length;
          return [path, bytes.subarray(0, certain)];
        }),
      ),
  } satisfies { readonly create: CreateJournalFile; readonly afterPowerLoss: (left: Left) => Left };
}
