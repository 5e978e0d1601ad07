import { readdir, readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { connectionOf, type DatabaseOptions, failedQueryTells } from '../connection/database.ts';
import { DatabaseNotReady } from '../connection/database-not-ready.ts';
import { endInTime } from '../connection/end-in-time.ts';

const folder = new URL('./migrations/', import.meta.url);

/** What the migrations up to this one made is a baseline: a database without tables gets it as a whole. */
const baseline = { number: 10, name: '0010-baseline' };
const functions = ['leases', 'replicas', 'timelines', 'attempts', 'commits', 'counts'];
/** The one older database that the baseline can be applied to. */
const oldestNumber = 9;

interface Migration {
  readonly number: number;
  readonly name: string;
}

/** All that this version knows, in their order. */
async function knownMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort();
  return [baseline, ...names.map((name) => ({ number: Number.parseInt(name, 10), name }))];
}

function filesOf(migration: Migration, lastNumber: number): readonly string[] {
  if (migration !== baseline) return [migration.name];
  if (lastNumber === 0) return ['tables', ...functions, 'triggers'].map(inBaseline);
  if (lastNumber === oldestNumber) return ['from-version-9', ...functions].map(inBaseline);
  throw new DatabaseNotReady(
    `the database is at migration ${lastNumber}, and this version migrates from ${oldestNumber} on. ` +
      'Run npm run migrate of version 0.2.0 first, then that of this version.',
  );
}

const inBaseline = (name: string): string => `baseline/${name}.sql`;

const recorded = z.array(z.object({ number: z.int() }));
const isThere = z.tuple([z.object({ is_so: z.boolean() })]);

async function appliedNumbers(client: Client): Promise<ReadonlySet<number>> {
  const { rows } = await client.query(`select to_regclass('handoff.migrations') is not null as is_so`);
  if (!isThere.parse(rows)[0].is_so) return new Set();
  const applied = await client.query('select number from handoff.migrations');
  return new Set(recorded.parse(applied.rows).map(({ number }) => number));
}

/** Names of migrations that the database lacks. One that a newer version has migrated lacks none. */
export async function missingMigrations(client: Client): Promise<readonly string[]> {
  const applied = await appliedNumbers(client);
  return (await knownMigrations()).filter(({ number }) => !applied.has(number)).map(({ name }) => name);
}

const newest = z.tuple([z.object({ name: z.string(), works_from: z.coerce.number() })]).or(z.tuple([]));

/**
 * Rejects with what an operator has to do when a newer version has migrated the database so that replicas of this one
 * cannot work on it. Reads alone.
 */
export async function expectNotTooNew(client: Client): Promise<void> {
  if ((await appliedNumbers(client)).size === 0) return;
  // As JSON, since a database at migration 9 lacks the column.
  const { rows } = await client.query(
    `select name, coalesce(to_jsonb(m) ->> 'works_from', '0') as works_from from handoff.migrations m
      order by (to_jsonb(m) ->> 'works_from')::integer desc nulls last limit 1`,
  );
  const [found] = newest.parse(rows);
  const known = (await knownMigrations()).at(-1)?.number ?? 0;
  if (found === undefined || found.works_from <= known) return;
  throw new DatabaseNotReady(
    `the database of DATABASE_URL was migrated by a newer version (${found.name}), whose tables need replicas that know ` +
      `migration ${found.works_from}; this version knows ${known}, and nothing was changed. Start the newer version again, ` +
      'or restore the backup from before the upgrade.',
  );
}

/** 'handoff' in ASCII: of two migrations of one database the second waits. */
const lockNumber = 0x68616e64;

/**
 * Applies what is missing, each migration in a transaction of its own together with its record. Gives the names of what it
 * applied. A repeat applies nothing, and of two that run at once one waits for the other. Rejects with what an operator has
 * to do when the database is older than the baseline can be applied to, or too new for this version.
 */
export async function migrate(client: Client): Promise<readonly string[]> {
  const done: string[] = [];
  for (const migration of await knownMigrations()) {
    await client.query('begin');
    try {
      await client.query(`select pg_advisory_xact_lock(${lockNumber})`);
      if ((await apply(client, migration)) === 'applied') done.push(migration.name);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      if (error instanceof DatabaseNotReady) throw error;
      throw new Error(`migration ${migration.name} failed`, { cause: error });
    }
  }
  return done;
}

async function apply(client: Client, migration: Migration): Promise<'applied' | 'there already'> {
  // Asked under the lock alone: what a connection has once not found, it may not find later in the same transaction.
  await expectNotTooNew(client);
  const applied = await appliedNumbers(client);
  if (applied.has(migration.number)) return 'there already';
  const lastNumber = Math.max(0, ...applied);
  const texts = await Promise.all(
    filesOf(migration, lastNumber).map((file) => readFile(new URL(file, folder), 'utf8')),
  );
  for (const text of texts) await client.query(text);
  await client.query(
    `create table if not exists handoff.migrations (
      number integer primary key, name text not null, applied_at timestamptz not null default now())`,
  );
  await client.query('alter table handoff.migrations add column if not exists works_from integer');
  await client.query('insert into handoff.migrations (number, name, works_from) values ($1, $2, $3)', [
    migration.number,
    migration.name,
    migration === baseline ? lastNumber || baseline.number : worksFrom(migration, texts.join()),
  ]);
  return 'applied';
}

/** The migration that replicas have to know to work on a database that has this one. Its first line says so. */
function worksFrom({ name }: Migration, text: string): number {
  const [, number] = /^-- Works with replicas that know migration (\d+)\.\n/.exec(text) ?? [];
  if (number === undefined) throw new Error(`${name} does not begin with the replicas that it works with`);
  return Number(number);
}

/** Lets a role that owns nothing run the service: it may read and write rows, and change no table. */
export async function grantTo(client: Client, role: string): Promise<void> {
  const name = client.escapeIdentifier(role);
  await client.query(`grant usage on schema handoff to ${name}`);
  await client.query(`grant select, insert, update, delete on all tables in schema handoff to ${name}`);
  await client.query(`revoke insert, update, delete on handoff.migrations from ${name}`);
  await client.query(`grant execute on all functions in schema handoff to ${name}`);
}

/**
 * Runs a task on a connection of its own. Its statements may take as long as they need, or as long as `answerWithinMs`:
 * then the task rejects with what the driver says.
 */
export async function withClient<Value>(
  options: Pick<DatabaseOptions, 'url' | 'connectTimeoutMs'> & { readonly answerWithinMs?: number },
  task: (client: Client) => Promise<Value>,
): Promise<Value> {
  const { connectionString, application_name, connectionTimeoutMillis } = connectionOf({
    ...options,
    poolSize: 1,
    queryTimeoutMs: 0,
  });
  const client = new Client({
    connectionString,
    application_name,
    connectionTimeoutMillis,
    ...(options.answerWithinMs !== undefined && { query_timeout: options.answerWithinMs }),
  });
  client.on('error', failedQueryTells);
  await client.connect();
  try {
    return await task(client);
  } finally {
    await endInTime(client);
  }
}
