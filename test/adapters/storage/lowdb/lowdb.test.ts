import { describeSessionStore } from '../../../contracts/session-store.ts';
import { freshDirectory, type Stored, storedIn } from './lowdb-directory.ts';

describeSessionStore('the lowdb store', async () => {
  let stored: Stored = await storedIn(await freshDirectory());
  return {
    clock: stored.clock,
    store: stored.store,
    reopen: async (end) => {
      stored = end === 'close' ? await stored.reopen() : await stored.reopenAsKilled();
      return stored.store;
    },
  };
});
