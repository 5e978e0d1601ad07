import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { migrate, withClient } from '../../src/adapters/storage/postgres/schema/migrations.ts';

/** A database that nobody else uses, as its superuser. */
export interface FreshDatabase {
  readonly url: string;
  /** The same database as somebody else sees it. */
  urlAs(user: string): string;
  /** A connection for looking behind the curtain. */
  readonly admin: Client;
  drop(): Promise<void>;
}

export async function freshDatabase(
  serverUrl: string,
  schema: 'migrated' | 'empty' = 'migrated',
): Promise<FreshDatabase> {
  const name = `handoff_${randomBytes(6).toString('hex')}`;
  const onServer = (sql: string) =>
    withClient({ url: serverUrl, connectTimeoutMs: 5000 }, (client) => client.query(sql));
  await onServer(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = name;
  const admin = new Client({ connectionString: url.href });
  // When the server is stopped on purpose.
  admin.on('error', () => {});
  await admin.connect();
  if (schema === 'migrated') await migrate(admin);
  return {
    url: url.href,
    urlAs(user) {
      const other = new URL(url.href);
      other.username = user;
      return other.href;
    },
    admin,
    async drop() {
      await admin.end().catch(() => undefined);
      await onServer(`drop database if exists ${name} with (force)`);
    },
  };
}
