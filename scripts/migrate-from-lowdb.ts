import { missingMigrations, withClient } from '../src/adapters/storage/postgres/migrations.ts';
import { pinoLog } from '../src/adapters/system/log.ts';
import { standardOutput } from '../src/adapters/system/standard-output.ts';
import { databaseUrl, runDatabaseCommand } from './database-command.ts';
import { readLowdb } from './from-lowdb/read-lowdb.ts';
import { writePostgres } from './from-lowdb/write-postgres.ts';
import { argumentsOf, Misuse } from './operator-call.ts';
import { say } from './say.ts';

/*
 * Moves what a bridge kept in files to the database: sessions, open ones too, what waits, dead letters, and which requests
 * were answered. The files stay as they are.
 */

const usage = `Usage: npm run migrate:from-lowdb [-- --data DIRECTORY]
DIRECTORY is HANDOFF_DATA_DIR or ./data by default; no bridge may run on it.
DATABASE_URL, in the environment or in .env, names a database that npm run migrate has prepared.`;

const connectTimeoutMs = 10_000;

runDatabaseCommand(usage, async () => {
  const given = argumentsOf(process.argv.slice(2), ['--data']);
  if (given.words.length > 0) throw new Misuse(`${given.words.join(' ')} was not understood.`);
  const url = databaseUrl();
  const directory = given.options.get('--data') ?? (process.env.HANDOFF_DATA_DIR?.trim() || './data');
  await withClient({ url, connectTimeoutMs }, async (client) => {
    if ((await missingMigrations(client)).length > 0) {
      throw new Error('the database lacks migrations: run npm run migrate first');
    }
    const { sessions, unlock } = await readLowdb(directory, pinoLog('warn', standardOutput()));
    try {
      const written = await writePostgres(client, sessions);
      say(`Sessions moved: ${written}. There already: ${sessions.length - written}.`);
    } finally {
      unlock();
    }
  });
});
