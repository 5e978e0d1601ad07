import { randomUUID } from 'node:crypto';
import { Client, DatabaseError } from 'pg';
import { z } from 'zod';
import { connectionOf, type DatabaseOptions, failedQueryTells } from './database.ts';
import { DatabaseNotReady } from './database-not-ready.ts';
import { endInTime } from './end-in-time.ts';

const seen = z.tuple([z.object({ probe: z.string().nullable(), isolation: z.string() })]);

const poolerAdvice =
  'LISTEN, prepared statements and settings need a session each. Set pool_mode = session, or connect to the server itself.';

/**
 * Rejects when a connection is not one session of the server from its beginning to its end, as behind a pooler in transaction
 * mode, or when the settings that it asks for do not hold in it.
 */
export async function expectOwnSession(options: DatabaseOptions): Promise<void> {
  const clients = [new Client(connectionOf(options)), new Client(connectionOf(options))] as const;
  for (const client of clients) client.on('error', failedQueryTells);
  try {
    await probe(...clients);
  } catch (error) {
    throw poolerError(error) ?? error;
  } finally {
    await Promise.all(clients.map(endInTime));
  }
}

async function probe(one: Client, other: Client): Promise<void> {
  const mark = randomUUID();
  await Promise.all([one.connect(), other.connect()]);
  await one.query(`select set_config('handoff.probe', $1, false)`, [mark]);
  // A pooler that gives connections away for a transaction has this one take the server's connection of the other.
  await other.query('begin');
  await other.query('select 1');
  const { rows } = await one.query(
    `select current_setting('handoff.probe', true) as probe, current_setting('transaction_isolation') as isolation`,
  );
  await other.query('rollback');
  const [{ probe, isolation }] = seen.parse(rows);
  if (probe !== mark) {
    throw new DatabaseNotReady(`DATABASE_URL leads to a pooler in transaction mode. ${poolerAdvice}`);
  }
  if (isolation !== 'read committed') {
    throw new DatabaseNotReady(
      `transactions are ${isolation} by default, and a pooler drops the setting that makes them read committed. ` +
        'Set default_transaction_isolation of the role or the database.',
    );
  }
}

/** What poolers say of themselves. */
function poolerError(error: unknown): DatabaseNotReady | undefined {
  if (!(error instanceof DatabaseError)) return undefined;
  if (/statement pooling/i.test(error.message)) {
    return new DatabaseNotReady(`DATABASE_URL leads to a pooler in statement mode. ${poolerAdvice}`);
  }
  if (/unsupported startup parameter/i.test(error.message)) {
    return new DatabaseNotReady(
      'DATABASE_URL leads to a pooler that refuses startup parameters. For PgBouncer set pool_mode = session and ' +
        'ignore_startup_parameters = options, statement_timeout, idle_in_transaction_session_timeout, ' +
        'and give the role these settings.',
    );
  }
  return undefined;
}
