import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import { type FreshDatabase, freshDatabase } from '../../../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../../../postgres/shared-server.ts';

/** Rows of every kind that a replica of version 9 stored, by table. */
export type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

const tables = ['sessions', 'messages', 'lanes', 'replicas', 'inbound', 'moved', 'counts'] as const;

/** A database that the migrations up to a number have made, as they were. */
export async function databaseAt(number: number): Promise<FreshDatabase> {
  const database = await freshDatabase(await sharedServerUrl(), 'empty');
  const names = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.sql')).sort();
  for (const [index, name] of names.slice(0, number).entries()) {
    await database.admin.query(await readFile(join(import.meta.dirname, name), 'utf8'));
    await database.admin.query(
      `create table if not exists handoff.migrations (
        number integer primary key, name text not null, applied_at timestamptz not null default now())`,
    );
    await database.admin.query('insert into handoff.migrations (number, name) values ($1, $2)', [
      index + 1,
      name,
    ]);
  }
  return database;
}

export async function storedByVersion9(): Promise<Rows> {
  return JSON.parse(await readFile(join(import.meta.dirname, 'rows.json'), 'utf8'));
}

/** Puts rows into the tables as they are, without counting them once more. */
export async function insertRows(admin: Client, rows: Rows): Promise<void> {
  await admin.query('set session_replication_role = replica');
  for (const table of tables) {
    await admin.query(
      `insert into handoff.${table} overriding system value
        select * from json_populate_recordset(null::handoff.${table}, $1)`,
      [JSON.stringify(rows[table])],
    );
  }
  await admin.query('reset session_replication_role');
  await admin.query(`select setval(pg_get_serial_sequence('handoff.messages', 'place'), 1000)`);
}

export async function rowsOf(admin: Client): Promise<Rows> {
  const found: Record<string, Rows[string]> = {};
  for (const table of tables) {
    const { rows } = await admin.query(`select to_json(t) as row from handoff.${table} t order by t::text`);
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}
