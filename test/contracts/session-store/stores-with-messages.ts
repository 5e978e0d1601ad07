import type { MakeFreshStore } from '../fresh-store.ts';
import { accept, openSession } from '../session-steps.ts';

/** Stores with one session, in which these words wait for the customer. */
export const storesWithMessages =
  (freshStore: MakeFreshStore) =>
  async (...texts: readonly string[]) => {
    const fresh = await freshStore();
    await openSession(fresh.store, fresh.clock);
    const ids: string[] = [];
    for (const text of texts) ids.push(await accept(fresh.store, fresh.clock, text));
    return { ...fresh, ids, first: ids[0] ?? '' };
  };
