import { readdir, readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { connectionOf, type DatabaseOptions, failedQueryTells } from '../connection/database.ts';
import { endInTime } from '../connection/end-in-time.ts';

const folder = new URL('./migrations/', import.meta.url);

interface Migration {
  readonly number: number;
  readonly name: string;
}

/** All that this version knows, in their order. */
async function knownMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort();
  return names.map((name) => ({ number: Number.parseInt(name, 10), name }));
}

const recorded = z.array(z.object({ number: z.int() }));
const isThere = z.tuple([z.object({ is_so: z.boolean() })]);

async function appliedNumbers(client: Client): Promise<ReadonlySet<number>> {
  const { rows } = await client.query(`select to_regclass('handoff.migrations') is not null as is_so`);
  if (!isThere.parse(rows)[0].is_so) return new Set();
  const applied = await client.query('select number from handoff.migrations');
  return new Set(recorded.parse(applied.rows).map(({ number }) => number));
}

/** Names of migrations that the database lacks. One that is ahead of this version lacks none. */
export async function missingMigrations(client: Client): Promise<readonly string[]> {
  const applied = await appliedNumbers(client);
  return (await knownMigrations()).filter(({ number }) => !applied.has(number)).map(({ name }) => name);
}

/** 'handoff' in ASCII; whoever migrates the same database at the same time waits. */
const lockNumber = 0x68616e64;

/**
 * Applies what is missing, each migration in a transaction of its own together with its record. Gives the names of what it
 * applied. A repeat applies nothing, and of two that run at once one waits for the other.
 */
export async function migrate(client: Client): Promise<readonly string[]> {
  const done: string[] = [];
  for (const { number, name } of await knownMigrations()) {
    const sql = await readFile(new URL(name, folder), 'utf8');
    await client.query('begin');
    try {
      await client.query(`select pg_advisory_xact_lock(${lockNumber})`);
      if (!(await appliedNumbers(client)).has(number)) {
        await client.query(sql);
        await client.query(
          `create table if not exists handoff.migrations (
            number integer primary key, name text not null, applied_at timestamptz not null default now())`,
        );
        await client.query('insert into handoff.migrations (number, name) values ($1, $2)', [number, name]);
        done.push(name);
      }
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw new Error(`migration ${name} failed`, { cause: error });
    }
  }
  return done;
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
