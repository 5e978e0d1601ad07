import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { grantTo, migrate } from '../../../../../src/adapters/storage/postgres/schema/migrations.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import {
  accept,
  ada,
  attempt,
  changed,
  ended,
  lane,
  openSession,
  theSession,
} from '../../../../contracts/session-steps.ts';
import { testClock } from '../../../../contracts/test-clock.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { migrationNames } from '../../../../postgres/migration-names.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';
import { quickly } from '../contract-store.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const storeAt = (url: string) => postgresStore({ ...quickly, url, clock: systemClock, log });
const all = await migrationNames();

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase(await sharedServerUrl(), 'empty');
});
afterAll(() => database.drop());

describe('A database', () => {
  it('without migrations is refused with the name of the command', async () => {
    await expect(storeAt(database.url)).rejects.toThrow(
      `lacks ${all.join(', ')}. Run npm run migrate first.`,
    );
  });

  it('is migrated once, however many do it at the same time', async () => {
    const clients = Array.from({ length: 3 }, () => new Client({ connectionString: database.url }));
    await Promise.all(clients.map((client) => client.connect()));
    const applied = await Promise.all(clients.map((client) => migrate(client)));
    expect(applied.flat().sort()).toEqual(all);
    expect(await migrate(database.admin)).toEqual([]);
    await Promise.all(clients.map((client) => client.end()));
    await (await storeAt(database.url)).close();
  });

  describe('that a newer version has migrated', () => {
    const last = Number.parseInt(all.at(-1) ?? '', 10);
    const migratedTo = (worksFrom: number | null) =>
      database.admin.query(
        `insert into handoff.migrations (number, name, works_from) values (9999, '9999-later.sql', $1)`,
        [worksFrom],
      );
    const rowsNow = async () => {
      const { rows } = await database.admin.query('select * from handoff.migrations order by number');
      return rows;
    };
    afterEach(() => database.admin.query('delete from handoff.migrations where number = 9999'));

    it.each([null, 9, last])(
      'is served while this one can work beside it (works from %s)',
      async (worksFrom) => {
        await migratedTo(worksFrom);
        expect(await migrate(database.admin)).toEqual([]);
        await (await storeAt(database.url)).close();
      },
    );

    it.each([last + 1, 9999])(
      'is refused once it cannot, and stays as it is (works from %s)',
      async (worksFrom) => {
        await migratedTo(worksFrom);
        const before = await rowsNow();
        const refused = `migrated by a newer version (9999-later.sql), whose tables need replicas that know migration ${worksFrom}; this version knows ${last}`;
        await expect(storeAt(database.url)).rejects.toThrow(refused);
        await expect(migrate(database.admin)).rejects.toThrow(refused);
        expect(await rowsNow()).toEqual(before);
      },
    );
  });

  it('says of each migration from which one on replicas can work with it', async () => {
    const { rows } = await database.admin.query('select number, works_from from handoff.migrations');
    for (const { number, works_from } of rows) expect(works_from, `${number}`).toBeLessThanOrEqual(number);
    expect(rows).toHaveLength(all.length);
  });

  it('is as it was when a migration fails in its middle', async () => {
    const empty = await freshDatabase(await sharedServerUrl(), 'empty');
    await empty.admin.query('create schema handoff; create table handoff.replicas (id text)');
    await expect(migrate(empty.admin)).rejects.toThrow('migration 0010-baseline failed');
    const { rows } = await empty.admin.query(`select to_regclass('handoff.sessions') as found`);
    expect(rows).toEqual([{ found: null }]);
    await empty.drop();
  });

  it('that would lose what was accepted is refused', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await database.admin.query(`alter database ${name} set synchronous_commit = off`);
    await expect(storeAt(database.url)).rejects.toThrow('synchronous_commit is off');
    await database.admin.query(`alter database ${name} reset synchronous_commit`);
  });
});

describe('A role without the right to change tables', () => {
  const role = `service_${process.pid}`;
  beforeAll(async () => {
    await database.admin.query(`create role ${role} login password '${new URL(database.url).password}'`);
    await grantTo(database.admin, role);
  });
  afterAll(() => database.admin.query(`drop owned by ${role}; drop role ${role}`));

  it('runs the service', async () => {
    const clock = testClock(Date.now());
    const store = await storeAt(database.urlAs(role));
    await openSession(store, clock);
    await accept(store, clock, 'one');
    const letter = await accept(store, clock, 'two');
    await attempt(store, lane(ada), { as: 'delivered' });
    await attempt(store, lane(ada), { as: 'rejected', cause: 'invalid' });
    await store.replay(letter);
    await attempt(store, lane(ada), { as: 'rejected', cause: 'invalid' });
    await store.drop(letter);
    expect((await store.metrics()).sessions).toEqual([{ status: 'active', count: 1 }]);
    expect(await store.isWritable()).toBe(true);
    await store.commit(changed(await theSession(store), ended(Date.now() - 10)));
    expect(await store.redactTexts(Date.now(), 10)).toBe(1);
    expect(await store.deleteEnded(Date.now(), 10)).toBe(1);
    await store.close();
  });

  it.each([
    'create table handoff.mine (id text)',
    'alter table handoff.sessions add mine text',
    'drop function handoff.now_ms()',
    'truncate handoff.sessions',
    'delete from handoff.migrations',
  ])('may not: %s', async (sql) => {
    const client = new Client({ connectionString: database.urlAs(role) });
    await client.connect();
    await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
    await client.end();
  });
});

describe('Migrations', () => {
  it('only add, so that older replicas go on', async () => {
    const folder = 'src/adapters/storage/postgres/schema/migrations';
    const names = await readdir(folder, { recursive: true });
    const adding = names.filter((name) => name.endsWith('.sql') && !name.endsWith('from-version-9.sql'));
    expect(adding.length).toBeGreaterThan(5);
    for (const name of adding) {
      const sql = await readFile(join(folder, name), 'utf8');
      const statements = sql.split('\n').filter((line) => !line.trim().startsWith('--'));
      expect(
        statements.filter((line) =>
          /\b(drop|rename|truncate)\b|\balter\b.*\b(type|set not null)\b/i.test(line),
        ),
      ).toEqual([]);
    }
  });
});
