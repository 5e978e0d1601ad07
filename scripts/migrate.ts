import { grantTo, migrate, withClient } from '../src/adapters/storage/postgres/schema/migrations.ts';
import { databaseUrl, runDatabaseCommand } from './database-command.ts';
import { argumentsOf, Misuse } from './operator/operator-call.ts';
import { say } from './say.ts';

/* Brings the database of DATABASE_URL up to what this version needs. Replicas may run meanwhile, older ones too. */

const usage = `Usage: npm run migrate [-- --grant-to ROLE]
DATABASE_URL, in the environment or in .env, names a role that may create schemas.
--grant-to lets ROLE, which needs no such right, run the service.`;

/** How long the server may take to let us in, in milliseconds. */
const connectTimeoutMs = 10_000;

runDatabaseCommand(usage, async () => {
  const given = argumentsOf(process.argv.slice(2), ['--grant-to']);
  if (given.words.length > 0) throw new Misuse(`${given.words.join(' ')} was not understood.`);
  const role = given.options.get('--grant-to');
  await withClient({ url: databaseUrl(), connectTimeoutMs }, async (client) => {
    const applied = await migrate(client);
    say(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'Nothing to do: the database is up to date.');
    if (role !== undefined) {
      await grantTo(client, role);
      say(`${role} can run the service.`);
    }
  });
});
