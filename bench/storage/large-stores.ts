import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { lineOf } from '../../src/adapters/storage/lowdb/journal/journal-line.ts';
import { lowdbStore } from '../../src/adapters/storage/lowdb/lowdb-store.ts';
import { postgresStore } from '../../src/adapters/storage/postgres/postgres-store.ts';
import { withClient } from '../../src/adapters/storage/postgres/schema/migrations.ts';
import { documentOf } from '../../src/adapters/storage/record/session-document.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { pinoLog } from '../../src/adapters/system/log.ts';
import { sessionId } from '../../src/domain/ids.ts';
import { startDatabase } from '../database.ts';
import { largeSteps, type Store } from './large-steps.ts';
import { day, ended, letterOf, recordOf, requestsOf, type Size } from './stored-sessions.ts';

/*
 * What a store costs that holds very much:
 * node --max-old-space-size=8192 bench/storage/large-stores.ts lowdb|postgres [sessions [requests [letters]]]
 * Prints one line for each step. A million sessions take some minutes and some gigabytes of disk to make.
 */

const [kind = 'lowdb', ...counts] = process.argv.slice(2);
const [sessions = 1_000_000, requests = 10_000_000, letters = 100_000] = counts.map(Number);
const size: Size = { sessions, requests, letters };
const log = pinoLog('warn', pino.destination(2));
const now = Date.now();

const say = (what: string, value: string): void => void process.stdout.write(`| ${what} | ${value} |\n`);

async function measure(open: () => Promise<Store & { close(): Promise<void> }>): Promise<void> {
  const startedAt = performance.now();
  const store = await open();
  say('a start', `${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  say('resident memory after it', `${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB`);
  for (const [what, ms] of await largeSteps(store, now)) say(what, `${ms.toFixed(2)} ms`);
  await store.close();
}

async function onLowdb(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'handoff-large-'));
  for (const part of ['journal', 'sessions']) await mkdir(join(directory, part));
  const file = openSync(join(directory, 'journal', '00000001.jsonl'), 'w');
  let lines = lineOf({ type: 'opened', cuts: [] });
  for (let number = 0; number < sessions; number++) {
    const restored = {
      record: recordOf(number, size, now),
      idempotencyRecords: requestsOf(number, size, now),
    };
    const id = sessionId(`large-${number}`);
    lines += lineOf({ type: 'record', sessionId: id, document: documentOf(restored, now) });
    if (number % 1000 !== 999 && number + 1 < sessions) continue;
    writeSync(file, lines);
    lines = '';
  }
  closeSync(file);
  try {
    await measure(() => lowdbStore({ directory, clock: systemClock, log }));
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** The same rows as the records above, made by the server. */
async function onPostgres(): Promise<void> {
  const database = await startDatabase();
  const url = await database.freshUrl();
  await withClient({ url, connectTimeoutMs: 5000 }, async (client) => {
    const state = JSON.stringify(ended(0, now)).replaceAll("'", "''");
    await client.query(`
      insert into handoff.sessions (id, conversation_id, live_chat_id, customer_id, status, reason, version, state,
        requested_at, last_activity_at, ended_at)
      select 'large-' || n, 'conversation-' || n, 'chat-' || n, 'erased', 'ended', 'customer', 5,
        replace('${state}', 'large-0', 'large-' || n), ${now - 8 * day}, ${now - 8 * day}, ${now - 7 * day} + n / 10.0
      from generate_series(0, ${sessions - 1}) n`);
    await client.query(`
      insert into handoff.inbound (conversation_id, id, session_id, answer, at)
      select 'conversation-' || n % ${sessions}, 'message:' || n, 'large-' || n % ${sessions}, 'accepted', ${now - day}
      from generate_series(0, ${requests - 1}) n`);
    const content = JSON.stringify(letterOf(0, now).content).replaceAll("'", "''");
    await client.query(`
      insert into handoff.messages (id, session_id, direction, kind, content, accepted_at, due_at, cause, died_at)
      select 'letter-' || n, 'large-' || n % ${sessions}, 'to-customer', 'say', '${content}', ${now - 2 * day},
        ${now - 2 * day}, 'abandoned', ${now - day} + n from generate_series(0, ${letters - 1}) n`);
    for (let left = sessions; left > 0; left -= 40_000) await client.query('select handoff.compact_counts()');
    await client.query('vacuum analyze');
  });
  try {
    await measure(() =>
      postgresStore({
        url,
        poolSize: 10,
        connectTimeoutMs: 3000,
        queryTimeoutMs: 5000,
        clock: systemClock,
        log,
      }),
    );
  } finally {
    await database.stop();
  }
}

process.stdout.write(
  `| ${kind}: ${sessions} sessions, ${requests} requests, ${letters} dead letters | |\n|---|---|\n`,
);
await (kind === 'postgres' ? onPostgres() : onLowdb());
