import {
  expectNotTooNew,
  missingMigrations,
  withClient,
} from '../src/adapters/storage/postgres/schema/migrations.ts';
import { databaseUrl, runDatabaseCommand } from './database-command.ts';
import { readLowdb } from './from-lowdb/read-lowdb.ts';
import { writePostgres } from './from-lowdb/write-postgres.ts';
import { argumentsOf, Misuse } from './operator/operator-call.ts';
import { say, sayError } from './say.ts';

/*
 * Moves what a bridge kept in files to the database: sessions, open ones too, what waits, dead letters, and which requests
 * were answered. The files stay as they are. Ends with 1 when anything of them is not in the database.
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
    await expectNotTooNew(client);
    if ((await missingMigrations(client)).length > 0) {
      throw new Error('the database lacks migrations: run npm run migrate first');
    }
    const { sessions, unreadable, release } = await readLowdb(directory);
    try {
      const { moved, known, left } = await writePostgres(client, sessions);
      say(`Sessions moved: ${moved}. There already: ${known}.`);
      report('Not moved', left);
      report(`Not readable in ${directory}`, unreadable);
      if (left.length + unreadable.length > 0) process.exitCode = 1;
    } finally {
      release();
    }
  });
});

function report(what: string, findings: readonly string[]): void {
  if (findings.length === 0) return;
  sayError(`${what}: ${findings.length}.`);
  for (const finding of findings) sayError(`  ${finding}`);
}
