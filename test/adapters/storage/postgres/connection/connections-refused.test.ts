import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import { openSession, theSession } from '../../../../contracts/session-steps.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { password } from '../../../../postgres/server.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';
import { certificate, startTlsDatabase } from '../../../../postgres/tls-database.ts';
import { startTransactionPooler } from '../../../../postgres/transaction-pooler.ts';
import { quickly } from '../contract-store.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const clock = { ...systemClock, pass: () => {} };
const storeAt = (url: string) => postgresStore({ ...quickly, url, clock, log });
let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase(await sharedServerUrl());
});
afterAll(() => database.drop());

describe('A store on PostgreSQL', () => {
  it('does not start behind a pooler that gives sessions away between transactions', async () => {
    const pooler = await startTransactionPooler(Number(new URL(database.url).port));
    await expect(storeAt(pooler.urlOf(database.url))).rejects.toThrow(
      'DATABASE_URL leads to a pooler in transaction mode',
    );
    await pooler.stop();
  });

  it.each(['serializable', 'repeatable read'])(
    'works where transactions are %s by default',
    async (isolation) => {
      const name = new URL(database.url).pathname.slice(1);
      await database.admin.query(`alter database ${name} set default_transaction_isolation = '${isolation}'`);
      const store = await storeAt(database.url);
      await openSession(store, clock);
      const stored = await theSession(store);
      const { session } = stored;
      const changes = [1, 2, 3, 4].map(() =>
        store.commit({ session, expectedVersion: stored.version, events: [], outgoing: [], abandon: [] }),
      );
      const outcomes = (await Promise.all(changes)).map(({ outcome }) => outcome).sort();
      expect(outcomes).toEqual(['committed', 'stale', 'stale', 'stale']);
      await store.close();
      await database.admin.query(`alter database ${name} reset default_transaction_isolation`);
      await database.admin.query('delete from handoff.sessions');
    },
  );

  it('says that a certificate is not trusted, or is for another host, and what to do', async () => {
    const server = await startTlsDatabase();
    const directory = await mkdtemp(join(tmpdir(), 'handoff-certificate-'));
    const ca = join(directory, 'ca.pem');
    await writeFile(ca, certificate);
    const url = `postgres://bridge:${password}@127.0.0.1:${server.port}/handoff?sslmode=verify-full`;
    await expect(storeAt(url)).rejects.toThrow(
      /^the database's certificate is not trusted: name its CA with sslrootcert=FILE .*\(DEPTH_ZERO_SELF_SIGNED_CERT\)$/,
    );
    await expect(storeAt(`${url}&sslrootcert=${ca}`)).rejects.toThrow(
      /^the database's certificate is for another host: .*\(ERR_TLS_CERT_ALTNAME_INVALID\)$/,
    );
    await rm(directory, { recursive: true });
    await server.stop();
  });

  it('says that the server does not speak TLS where that is asked for', async () => {
    await expect(storeAt(`${database.url}?sslmode=require`)).rejects.toThrow(
      'the database does not speak TLS, which sslmode in DATABASE_URL asks for',
    );
  });
});
