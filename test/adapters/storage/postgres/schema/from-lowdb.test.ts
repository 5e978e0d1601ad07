import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lowdbStore } from '../../../../../src/adapters/storage/lowdb/lowdb-store.ts';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import { conversationId, sessionId } from '../../../../../src/domain/ids.ts';
import { goodEnvironment } from '../../../../config/good-environment.ts';
import {
  accept,
  ada,
  adasChat,
  attempt,
  changed,
  ended,
  lane,
  leased,
  opening,
  openSession,
  type Store,
  theSession,
} from '../../../../contracts/session-steps.ts';
import { testClock } from '../../../../contracts/test-clock.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { migrationNames } from '../../../../postgres/migration-names.ts';
import { password } from '../../../../postgres/server.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';
import { quickly } from '../contract-store.ts';
import { runScript } from './running-script.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const clock = testClock(Date.now());
const [bob, eve] = ['bob', 'eve'].map(sessionId);
let cwd: string;
let database: FreshDatabase;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'handoff-from-lowdb-'));
  database = await freshDatabase(await sharedServerUrl(), 'empty');
});
afterAll(async () => {
  await database.drop();
  await rm(cwd, { recursive: true });
});

const migrate = (...args: readonly string[]) =>
  runScript('scripts/migrate.ts', args, { cwd, DATABASE_URL: database.url });
const move = (data = join(cwd, 'data')) =>
  runScript('scripts/migrate-from-lowdb.ts', ['--data', data], {
    cwd,
    DATABASE_URL: database.url,
  });
const inFiles = () => lowdbStore({ directory: join(cwd, 'data'), clock, log });

/** An open session with words, one that is begun and one that died; one that is requested; one that has ended. */
async function fill(store: Store): Promise<void> {
  await openSession(store, clock);
  for (const text of ['one', 'two', 'three', 'four']) await accept(store, clock, text);
  for (let number = 5; number <= 24; number++) await accept(store, clock, `${number}`);
  await attempt(store, lane(ada), { as: 'delivered' });
  await attempt(store, lane(ada), { as: 'rejected', cause: 'invalid' });
  const lease = await leased(store, lane(ada));
  await store.begin(lease, lease.messages[0]?.id ?? '', 1000);
  const inbound = { id: 'message:1\u0000', answer: 'already-open' };
  await store.commit({ ...changed(await theSession(store)), inbound });
  await store.commit({ ...changed(await theSession(store)), inbound: { ...inbound, id: 'request:1' } });
  if (bob) await store.commit(opening(clock, bob, conversationId('conversation-bob')));
  if (!eve) return;
  await openSession(store, clock, eve);
  await store.commit(changed(await theSession(store, eve), ended(clock.now())));
}

const everySession = [ada, bob, eve].map((id) => id ?? ada);

/** All that a store holds of these sessions: afterwards nothing waits in it any more. */
async function everythingIn(store: Store, ids = everySession): Promise<unknown> {
  const sessions = await Promise.all(ids.map((id) => store.ofId(id)));
  const letters = await store.deadLetters(100);
  const timelines = await Promise.all(ids.map((id) => store.timelineOf(id)));
  const answers = await Promise.all(
    sessions.flatMap((stored) =>
      ['message:1\u0000', 'request:1'].map((id) =>
        store.replyTo(stored?.session.conversationId ?? adasChat, id),
      ),
    ),
  );
  const waiting: unknown[] = [];
  for (const of of ids.flatMap((id) => [lane(id), lane(id, 'to-live-chat')])) {
    for (let lease = await store.lease(of, 1000); lease; lease = await store.lease(of, 1000)) {
      waiting.push(...lease.messages);
      for (const { id } of lease.messages) {
        await store.begin(lease, id, 1000);
        await store.settle({ lease, id, settlement: { as: 'delivered' } });
      }
      await store.release(lease);
    }
  }
  return { sessions, letters, timelines, answers, waiting };
}

const allMigrations = (await migrationNames()).join(', ');

/** Each runs a process or three. */
const timeout = 60_000;

describe('npm run migrate', { timeout }, () => {
  it('is what the service asks for on a database without a schema', async () => {
    const settings = { ...goodEnvironment(), HANDOFF_STORE: 'postgres', DATABASE_URL: database.url };
    const { code, output } = await runScript('src/main.ts', [], { ...settings, cwd });
    expect(code).toBe(1);
    expect(output).toContain(`lacks ${allMigrations}. Run npm run migrate first.`);
    expect(output).not.toContain(password);
  });

  it('prepares the database, and does nothing the second time', async () => {
    expect(await migrate()).toEqual({
      code: 0,
      output: `Applied ${allMigrations}.\n`,
    });
    expect(await migrate()).toMatchObject({ code: 0, output: expect.stringContaining('Nothing to do') });
  });

  it.each([
    ['no DATABASE_URL', [], undefined, 2, /DATABASE_URL is not set/],
    ['an unknown option', ['--grant', 'x'], 'postgres://x', 2, /--grant is not an option/],
    ['a server that is not there', [], `postgres://x:${password}@127.0.0.1:1/x`, 1, /ECONNREFUSED/],
    ['a URL of something else', [], 'https://x', 2, /postgres:/],
  ])('says what is wrong with %s', async (_, args, url, code, message) => {
    const end = await runScript('scripts/migrate.ts', args, {
      cwd,
      ...(url !== undefined && { DATABASE_URL: url }),
    });
    expect(end).toMatchObject({ code, output: expect.stringMatching(message) });
    expect(end.output).not.toContain(password);
  });
});

describe('npm run migrate:from-lowdb', { timeout }, () => {
  it('refuses a directory that is none, or on which a bridge runs', async () => {
    expect(await move()).toMatchObject({ code: 1, output: expect.stringContaining('is no data directory') });
    const store = await inFiles();
    await fill(store);
    expect(await move()).toMatchObject({ code: 1, output: expect.stringContaining('is in use by another') });
    await store.close();
  });

  it('moves everything, and nothing twice, and leaves the files as they are', async () => {
    const before = await filesIn(join(cwd, 'data'));
    expect(await move()).toEqual({ code: 0, output: 'Sessions moved: 3. There already: 0.\n' });
    expect(await move()).toEqual({ code: 0, output: 'Sessions moved: 0. There already: 3.\n' });
    expect(await filesIn(join(cwd, 'data'))).toEqual(before);
  });

  it('ends with 1 when something cannot be read, and moves the others', async () => {
    const data = join(cwd, 'damaged');
    await cp(join(cwd, 'data'), data, { recursive: true });
    const paths = [...(await filesIn(data)).keys()];
    await writeFile(paths.find((path) => path.endsWith('bob.json')) ?? '', '{');
    await writeFile(join(data, 'journal', '99999999.jsonl'), '{"schema":1,"crc":"00000000","en');
    for (const name of ['lock.sqlite', 'owner.json']) await rm(join(data, name));
    const before = await filesIn(data);
    const { code, output } = await move(data);
    expect(code).toBe(1);
    expect(output).toContain('Sessions moved: 0. There already: 2.');
    expect(output).toMatch(
      /Not readable in .*damaged: 2\.\n {2}bob: it is not JSON\n {2}journal\/99999999\.jsonl: /,
    );
    expect(await filesIn(data)).toEqual(before);
  });

  it('ends with 1 when a session cannot be there as it was, and names it', async () => {
    const other = await freshDatabase(await sharedServerUrl());
    const store = await postgresStore({ ...quickly, url: other.url, clock: systemClock, log });
    await store.commit(opening(clock, sessionId('there'), conversationId('conversation-bob')));
    await store.close();
    const moveThere = () =>
      runScript('scripts/migrate-from-lowdb.ts', ['--data', join(cwd, 'data')], {
        cwd,
        DATABASE_URL: other.url,
      });
    await other.admin.query(`
      create function handoff.drops_a_word() returns trigger language plpgsql as 'begin return null; end';
      create trigger drops_a_word before insert on handoff.messages for each row
        when (new.content::text like '%"three"%') execute function handoff.drops_a_word()`);
    const cut = await moveThere();
    expect(cut).toMatchObject({ code: 1, output: expect.stringMatching(/is not in the database as it was/) });
    await other.admin.query('drop trigger drops_a_word on handoff.messages');
    const { code, output } = await moveThere();
    expect({ code, output }).toEqual({
      code: 1,
      output: expect.stringMatching(
        /There already: \d\.\nNot moved: 1\.\n {2}bob: its conversation has another/,
      ),
    });
    await other.drop();
  });

  it('leaves a store that goes on where the other one stopped', async () => {
    const files = await inFiles();
    const store = await postgresStore({ ...quickly, url: database.url, clock: systemClock, log });
    const metrics = async (of: typeof store | typeof files) => {
      const { sessions, ...others } = await of.metrics();
      return { ...others, sessions: sessions.toSorted((one, other) => (one.status < other.status ? -1 : 1)) };
    };
    expect(await metrics(store)).toEqual(await metrics(files));
    expect((await leased(store, lane(ada))).messages[0]).toMatchObject({ attempts: 1, unknownAttempts: 1 });
    await database.admin.query('update handoff.lanes set token = null');
    const moved = await everythingIn(store);
    expect(moved).toEqual(await everythingIn(files));
    expect(moved).toMatchObject({ waiting: { length: 23 }, letters: [{ cause: 'invalid' }] });
    await store.close();
    await files.close();
  });
});

/** Each file of a directory, with what it holds and who may do what with it. */
async function filesIn(directory: string): Promise<ReadonlyMap<string, unknown>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name)).sort();
  const files = new Map<string, unknown>();
  for (const path of paths) {
    const { mode, mtimeMs, size } = await stat(path);
    const isFile = entries.some((entry) => entry.isFile() && join(entry.parentPath, entry.name) === path);
    files.set(path, { mode, mtimeMs, size, text: isFile ? await readFile(path, 'hex') : '' });
  }
  return files;
}
