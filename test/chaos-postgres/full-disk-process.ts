import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { postgresStore } from '../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { accept, openSession } from '../contracts/session-steps.ts';
import { freshDatabase } from '../postgres/fresh-database.ts';
import { makeServer } from '../postgres/server.ts';

/* A store whose server has a disk that is really full. Give the directory of a small file system (200 MB) that is empty. */

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('name the directory of a small, empty file system');

const refusals = 60;
const clock = { ...systemClock, pass: () => undefined };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const server = await makeServer(directory, 'synced');
await server.start();
const database = await freshDatabase(server.urlOf('postgres'));
const patience = { poolSize: 4, connectTimeoutMs: 2000, queryTimeoutMs: 5000 };
const store = await postgresStore({ ...patience, url: database.url, clock: systemClock, log });

const outcomes = new Map<string, number>();
async function acceptOne(text: string): Promise<'accepted' | 'refused'> {
  const outcome = await accept(store, clock, text).then(
    () => 'accepted',
    (error: Error) => `${error.name} ${'code' in error ? error.code : ''}`,
  );
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  return outcome === 'accepted' ? 'accepted' : 'refused';
}

let ballasts = 0;
async function fillUp(): Promise<void> {
  const { bavail, bsize } = await statfs(directory ?? '');
  const rest = Buffer.alloc(Math.max(0, bavail * bsize - 100_000));
  await writeFile(join(directory ?? '', `ballast${ballasts++}`), rest).catch(() => undefined);
}

await openSession(store, clock);
await fillUp();
for (let refused = 0, number = 0; refused < refusals; number++) {
  if ((await acceptOne(`${number} ${'x'.repeat(2000)}`)) === 'accepted') continue;
  refused++;
  await fillUp();
  await sleep(50);
}
for (let number = 0; number < ballasts; number++)
  await rm(join(directory, `ballast${number}`), { force: true });
const since = Date.now();
while ((await acceptOne('after that')) === 'refused') await sleep(100);
const recoveredMs = Date.now() - since;

const { rows } = await database.admin.query('select count(*)::integer as kept from handoff.messages');
const told = { ...Object.fromEntries(outcomes), kept: rows[0].kept, recoveredMs };
process.stdout.write(`${JSON.stringify(told)}\n`);
await store.close();
await database.admin.end();
await server.stop('immediate');
process.exit(rows[0].kept === outcomes.get('accepted') ? 0 : 1);
