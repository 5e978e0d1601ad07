import type { Client } from 'pg';
import { z } from 'zod';
import { expectNotTooNew, missingMigrations, withClient } from '../schema/migrations.ts';
import type { DatabaseOptions } from './database.ts';
import { DatabaseNotReady } from './database-not-ready.ts';
import { expectOwnSession } from './expect-own-session.ts';
import { storeError } from './store-error.ts';

const oldestVersion = 140_000;
const settings = z.tuple([z.object({ version: z.coerce.number(), synchronous_commit: z.string() })]);

/** Rejects with what an operator has to do when the service cannot work on this database. */
export async function expectReady(options: DatabaseOptions): Promise<void> {
  try {
    await withClient({ ...options, answerWithinMs: options.queryTimeoutMs }, async (client) => {
      await expectDurable(client);
      await expectNotTooNew(client);
      const missing = await missingMigrations(client);
      if (missing.length === 0) return;
      throw new DatabaseNotReady(
        `the database of DATABASE_URL lacks ${missing.join(', ')}. Run npm run migrate first.`,
      );
    });
    await expectOwnSession(options);
  } catch (error) {
    if (error instanceof DatabaseNotReady) throw error;
    throw storeError(error);
  }
}

async function expectDurable(client: Client): Promise<void> {
  const { rows } = await client.query(
    `select current_setting('server_version_num') as version,
      current_setting('synchronous_commit') as synchronous_commit`,
  );
  const [{ version, synchronous_commit }] = settings.parse(rows);
  if (version < oldestVersion) throw new DatabaseNotReady('the database is older than PostgreSQL 14.');
  if (synchronous_commit === 'off') {
    throw new DatabaseNotReady(
      'synchronous_commit is off for this database or role: what was accepted could be lost. Set it to on.',
    );
  }
}
