import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLowdb } from '../../../../../scripts/from-lowdb/read-lowdb.ts';
import { writePostgres } from '../../../../../scripts/from-lowdb/write-postgres.ts';
import { lowdbStore } from '../../../../../src/adapters/storage/lowdb/lowdb-store.ts';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import { conversationId, type SessionId, sessionId } from '../../../../../src/domain/ids.ts';
import {
  accept,
  ada,
  deliveredTexts,
  opening,
  openSession,
  type Store,
} from '../../../../contracts/session-steps.ts';
import { testClock } from '../../../../contracts/test-clock.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';
import { quickly } from '../contract-store.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const clock = testClock(Date.now());
let directory: string;
let database: FreshDatabase;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'handoff-moved-again-'));
  database = await freshDatabase(await sharedServerUrl());
});
afterAll(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

describe('Moving from files to the database again', () => {
  const [first = ada, second = ada] = ['again-1', 'again-2'].map(sessionId);
  const openFiles = () => lowdbStore({ directory, clock, log });
  const openDatabase = () => postgresStore({ ...quickly, url: database.url, clock: systemClock, log });
  const moveAgain = async () => {
    const { sessions, unreadable, release } = await readLowdb(directory);
    release();
    expect(unreadable).toEqual([]);
    return writePostgres(database.admin, sessions);
  };
  const say = async (store: Store, id: SessionId, texts: readonly string[]) => {
    for (const text of texts) await accept(store, clock, text, id);
  };

  it('brings what came into the files since, all of it and in order', async () => {
    const files = await openFiles();
    await openSession(files, clock, first);
    await openSession(files, clock, second);
    await say(files, first, ['1', '2', '3']);
    await files.close();
    expect(await moveAgain()).toEqual({ moved: 2, known: 0, left: [] });
    const later = await openFiles();
    const texts = Array.from({ length: 39 }, (_, number) => `${number + 4}`);
    await say(later, first, texts);
    await later.close();
    expect(await moveAgain()).toEqual({ moved: 1, known: 1, left: [] });
    const store = await openDatabase();
    expect(await deliveredTexts(store, first)).toEqual(['1', '2', '3', ...texts]);
    await store.close();
  });

  it('brings nothing back that was delivered since', async () => {
    expect(await moveAgain()).toEqual({ moved: 0, known: 2, left: [] });
    const store = await openDatabase();
    expect(await deliveredTexts(store, first)).toEqual([]);
    await store.close();
  });

  it('leaves a session that went on here and there, and says so', async () => {
    const files = await openFiles();
    await say(files, first, ['in the files']);
    await files.close();
    const { moved, left } = await moveAgain();
    expect({ moved, left }).toEqual({
      moved: 0,
      left: ['again-1: it has changed in the files and in the database since it was moved'],
    });
  });

  it('leaves a session whose conversation has another one there, and says so', async () => {
    const conversation = conversationId('conversation-of-two');
    const store = await openDatabase();
    await store.commit(opening(clock, sessionId('there'), conversation));
    await store.close();
    const files = await openFiles();
    await files.commit(opening(clock, sessionId('here'), conversation));
    await files.close();
    const { left } = await moveAgain();
    expect(left).toContain('here: its conversation has another session there that is not ended');
    const { rows } = await database.admin.query(`select from handoff.sessions where id = 'here'`);
    expect(rows).toEqual([]);
  });

  it('knows what an older version has moved by what is there', async () => {
    await database.admin.query(`delete from handoff.moved where session_id in ('again-1', 'again-2')`);
    const { known, left } = await moveAgain();
    expect(known).toBe(1);
    expect(left).toContain('again-1: the database has another state of it');
  });
});
