import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import { conversationId, sessionId } from '../../../../../src/domain/ids.ts';
import { changed, opened, opening, theSession } from '../../../../contracts/session-steps.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';
import { sessionBefore } from '../../version-before/session-before.ts';
import { quickly } from '../contract-store.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const clock = { ...systemClock, pass: () => {} };
const requested = join(import.meta.dirname, '../../version-before/documents/sessions/c6/requested.json');

let database: FreshDatabase;
let store: Awaited<ReturnType<typeof postgresStore>>;
beforeAll(async () => {
  database = await freshDatabase(await sharedServerUrl());
  store = await postgresStore({ ...quickly, url: database.url, clock: systemClock, log });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const stateOf = async (id: string) => {
  const { rows } = await database.admin.query('select state from handoff.sessions where id = $1', [id]);
  return rows[0].state;
};

it('A row of the version before has its only caller and channel, and stays readable for it', async () => {
  const { session: before } = JSON.parse(await readFile(requested, 'utf8'));
  const id = sessionId(before.id);
  await store.commit(opening(clock, id, conversationId(before.conversationId)));
  await database.admin.query('update handoff.sessions set state = $1, version = 7 where id = $2', [
    JSON.stringify(before),
    id,
  ]);
  const stored = await theSession(store, id);
  expect(stored.session).toMatchObject({ caller: 'skill', channel: 'msteams' });
  expect(await store.commit(changed(stored, opened(clock.now())))).toMatchObject({ outcome: 'committed' });
  const after = JSON.parse(await stateOf(id));
  expect(after).toMatchObject({ status: 'queued', caller: 'skill', channel: 'msteams' });
  expect(sessionBefore.parse(after)).toMatchObject({
    status: 'queued',
    customerAddress: before.customerAddress,
  });
});
