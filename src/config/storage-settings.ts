import { z } from 'zod';
import { choiceSetting } from '../adapters/settings/choices.ts';
import { numberSetting } from '../adapters/settings/numbers.ts';
import { setting } from '../adapters/settings/setting.ts';
import { when } from '../adapters/settings/texts.ts';
import type { DatabaseOptions } from '../adapters/storage/postgres/connection/database.ts';

export const storageSettings = z
  .object({
    HANDOFF_STORE: choiceSetting(
      {
        description:
          '`lowdb` keeps sessions in files, for one process; `postgres` lets [any number of replicas](operations.md#several-replicas) share a database; `memory` forgets them at the end and is for rehearsals',
      },
      ['lowdb', 'memory', 'postgres'],
    ),
    HANDOFF_DATA_DIR: setting(
      {
        description: 'where the files are; one process at a time',
        expected: 'a directory',
        byDefault: './data',
      },
      (text) => text,
    ),
  })
  .transform((its) => ({ store: its.HANDOFF_STORE, dataDirectory: its.HANDOFF_DATA_DIR }));

const milliseconds = (byDefault: number, description: string) =>
  numberSetting({ description, min: 100, max: 60_000, byDefault, isWhole: true });

/** How the database is reached. Read for the store `postgres` alone. */
export const databaseSettings = z
  .object({
    DATABASE_URL: setting(
      {
        description:
          '`postgres://user:password@host:5432/database`, PostgreSQL 14 or later; `?sslmode=verify-full` for TLS. `npm run migrate` prepares it',
        expected: 'postgres://user:password@host:5432/database, with ?sslmode=verify-full for TLS',
        whenAbsent: 'required for `postgres`',
        isSecret: true,
      },
      when(isPostgresUrl),
    ),
    PGPASSWORD: setting(
      {
        description:
          "the database's password where the URL has none; any characters, while in the URL they are percent-encoded",
        expected: 'a password',
        isSecret: true,
        isOptional: true,
      },
      (text) => text,
    ),
    HANDOFF_DATABASE_POOL: numberSetting({
      description: 'connections of one replica, 2 to 200; one more listens',
      min: 2,
      max: 200,
      byDefault: 10,
      isWhole: true,
    }),
    HANDOFF_DATABASE_CONNECT_MS: milliseconds(
      3000,
      'how long a connection may take to open; then callers get 503',
    ),
    HANDOFF_DATABASE_QUERY_MS: milliseconds(5000, 'how long a statement may take; then callers get 503'),
  })
  .transform(
    (its): DatabaseOptions => ({
      url: its.DATABASE_URL,
      ...(its.PGPASSWORD !== undefined && { password: its.PGPASSWORD }),
      poolSize: its.HANDOFF_DATABASE_POOL,
      connectTimeoutMs: its.HANDOFF_DATABASE_CONNECT_MS,
      queryTimeoutMs: its.HANDOFF_DATABASE_QUERY_MS,
    }),
  );

function isPostgresUrl(value: string): boolean {
  return /^postgres(ql)?:$/.test(URL.parse(value)?.protocol ?? '');
}
