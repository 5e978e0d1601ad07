import { inMemoryStore } from '../../../../src/adapters/storage/in-memory/in-memory-store.ts';
import { describeSessionStore } from '../../../contracts/session-store.ts';
import { testClock } from '../../../contracts/test-clock.ts';

describeSessionStore('the store in memory', async () => {
  const clock = testClock();
  return { clock, store: inMemoryStore({ clock }) };
});
