import { afterAll, afterEach, beforeAll } from 'vitest';
import { describeSessionStore } from '../../../contracts/session-store.ts';
import { type FreshDatabase, freshDatabase } from '../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../postgres/shared-server.ts';
import { contractStore, takeClock } from './contract-store.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase(await sharedServerUrl());
  await takeClock(database.admin);
});
afterAll(() => database.drop());

const open = new Set<{ close(): Promise<void> }>();
async function closeAll(): Promise<void> {
  const stores = [...open];
  open.clear();
  await Promise.all(stores.map((store) => store.close().catch(() => undefined)));
}
afterEach(closeAll);

describeSessionStore('the PostgreSQL store', async () => {
  await closeAll();
  return contractStore(database, (store) => void open.add(store));
});
