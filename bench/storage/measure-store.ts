import { pino } from 'pino';
import { lowdbStore } from '../../src/adapters/storage/lowdb/lowdb-store.ts';
import { postgresStore } from '../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { pinoLog } from '../../src/adapters/system/log.ts';
import { openSessions, relays, type Store } from './store-load.ts';

/*
 * Started with a store, a number of sessions, and where the store is; prints its figures as JSON.
 */

const [kind = 'lowdb', count = '10', where = ''] = process.argv.slice(2);
const sessions = Number(count);
const log = pinoLog('warn', pino.destination(2));

async function openStore(): Promise<Store & { close(): Promise<void> }> {
  if (kind === 'lowdb') return lowdbStore({ directory: where, clock: systemClock, log });
  if (kind === 'postgres') {
    return postgresStore({
      url: where,
      poolSize: 10,
      connectTimeoutMs: 3000,
      queryTimeoutMs: 5000,
      clock: systemClock,
      log,
    });
  }
  throw new Error(`there is no store ${kind}`);
}

const store = await openStore();
await openSessions(store, systemClock, sessions);
// Lets what follows the opening, such as folding, come to rest.
await new Promise((resolve) => setTimeout(resolve, 1500));
await relays(store, systemClock, { sessions, durationMs: 1000 });
const rounds: number[] = [];
for (let round = 0; round < 5; round++)
  rounds.push(await relays(store, systemClock, { sessions, durationMs: 500 }));
rounds.sort((one, other) => one - other);
await store.close();
process.stdout.write(JSON.stringify({ relaysPerSecond: rounds[2] }));
