import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import { openSession, theSession } from '../../../../contracts/session-steps.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { type Oddity, startOddPooler } from '../../../../postgres/odd-pooler.ts';
import { password } from '../../../../postgres/server.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';
import { certificate, startTlsDatabase } from '../../../../postgres/tls-database.ts';
import { startTransactionPooler } from '../../../../postgres/transaction-pooler.ts';
import { privateAuthority } from '../../../../tls/certificates.ts';
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

  it.each<[Oddity, RegExp]>([
    [
      'refuses-options',
      /a pooler that refuses startup parameters\. For PgBouncer set pool_mode = session and/,
    ],
    ['statement-mode', /a pooler in statement mode\. .* Set pool_mode = session/],
    ['drops-options', /^transactions are serializable by default, and a pooler drops the setting/],
  ])('does not start behind a pooler that is odd (%s), and says what to set', async (oddity, says) => {
    const name = new URL(database.url).pathname.slice(1);
    const pooler = await startOddPooler(oddity, Number(new URL(database.url).port));
    await database.admin.query(`alter database ${name} set default_transaction_isolation = 'serializable'`);
    await expect(storeAt(pooler.urlOf(database.url))).rejects.toThrow(says);
    await database.admin.query(`alter database ${name} reset default_transaction_isolation`);
    await pooler.stop();
  });

  it('works behind a pooler that drops settings which hold anyway', async () => {
    const pooler = await startOddPooler('drops-options', Number(new URL(database.url).port));
    const store = await storeAt(pooler.urlOf(database.url));
    await openSession(store, clock);
    expect((await theSession(store)).session.status).toBe('queued');
    await store.close();
    await pooler.stop();
    await database.admin.query('delete from handoff.sessions');
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
        store.commit({
          session,
          expectedVersion: stored.version,
          events: [],
          messages: [],
          deadLetterLanes: [],
        }),
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

  it('says that a certificate is not valid now, and what to do', async () => {
    const authority = privateAuthority();
    const server = await startTlsDatabase(authority.certifyPast('localhost'));
    const directory = await mkdtemp(join(tmpdir(), 'handoff-certificate-'));
    const ca = join(directory, 'ca.pem');
    await writeFile(ca, authority.ca);
    const url = `postgres://bridge:${password}@localhost:${server.port}/handoff?sslmode=verify-full&sslrootcert=${ca}`;
    await expect(storeAt(url)).rejects.toThrow(
      /^the database's certificate is not valid now: renew it, .*\(CERT_HAS_EXPIRED\)$/,
    );
    await rm(directory, { recursive: true });
    await server.stop();
  });

  it('says that the database does not let it in', async () => {
    await expect(storeAt(database.urlAs('nobody_here'))).rejects.toThrow(
      /^the database lets DATABASE_URL not in: look at its user, its password and pg_hba\.conf \(28000\)$/,
    );
  });

  it('says that the server does not speak TLS where that is asked for', async () => {
    await expect(storeAt(`${database.url}?sslmode=require`)).rejects.toThrow(
      'the database does not speak TLS, which sslmode in DATABASE_URL asks for',
    );
  });
});
