import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stateColumn } from '../../../src/adapters/storage/postgres/schema/column-text.ts';
import { channelId, conversationId, sessionId } from '../../../src/domain/ids.ts';
import { accept, ada, lane, openSession } from '../../contracts/session-steps.ts';
import { testClock } from '../../contracts/test-clock.ts';
import { freshDirectory, storedIn } from './lowdb/lowdb-directory.ts';
import { sessionBefore } from './version-before/session-before.ts';

/**
 * What the lowdb store of commit 5f1c31b wrote, and in seen.json what it read of it: a session in each state, each kind of
 * journal entry, message and settlement.
 */
const written = join(import.meta.dirname, 'version-before');

/** When everything that waits is due. */
const later = 1_700_001_000_000;

/** There were but this caller and this channel, and no record named them. */
const withPlace = <Session extends object>(session: Session) => ({
  ...session,
  caller: 'skill',
  channel: 'msteams',
});

const seen = JSON.parse(await readFile(join(written, 'seen.json'), 'utf8'));
const names = Object.keys(seen.sessions);

async function storeOf(kind: string) {
  const directory = await freshDirectory();
  await cp(join(written, kind), directory, { recursive: true });
  return storedIn(directory, {}, testClock(later));
}

async function pendingIn(kind: string, id: string) {
  const { store } = await storeOf(kind);
  const pending = async (direction: 'to-live-chat' | 'to-customer') =>
    (await store.lease(lane(sessionId(id), direction), 1000))?.messages ?? [];
  return { 'to-live-chat': await pending('to-live-chat'), 'to-customer': await pending('to-customer') };
}

describe.each(['journal', 'compacted', 'documents'])('What the version before wrote (%s)', (kind) => {
  it.each(names)('is read as that version read it (%s)', async (name) => {
    const { lanes, waiting: pending, waitingBytes: pendingBytes, ...stored } = seen.sessions[name];
    const { store, logged } = await storeOf(kind);
    expect(await store.ofId(sessionId(name))).toEqual({
      ...stored,
      session: withPlace(stored.session),
      pending,
      pendingBytes,
    });
    // What later versions add, such as the cause of the last attempt, is not in what that version read.
    expect(await pendingIn(kind, name)).toMatchObject(lanes);
    expect(logged).toEqual([]);
  });

  it('keeps its dead letters', async () => {
    const { store } = await storeOf(kind);
    expect(await store.deadLetters(100)).toEqual(seen.deadLetters);
  });

  it.each([
    ['queued', 'message:m1'],
    ['active', 'live-chat:active:a1'],
    ['requested', 'request:requested'],
  ])('recognises repeats (%s)', async (name, inbound) => {
    const { store } = await storeOf(kind);
    expect(seen.remembered).toContainEqual(
      await store.replyTo(conversationId(`conversation-${name}`), inbound),
    );
  });

  it.each(names)('has a timeline of what it shows (%s)', async (name) => {
    const { store } = await storeOf(kind);
    const timeline = await store.timelineOf(sessionId(name));
    const waiting = Object.values<number>(seen.sessions[name].waiting).reduce((sum, count) => sum + count, 0);
    const held = timeline?.messages.filter(({ state }) => state === 'pending' || state === 'attempting');
    expect(held).toHaveLength(waiting);
    expect(timeline?.session).toMatchObject({ id: name });
  });

  it('has no session that it forgot', async () => {
    const { store } = await storeOf(kind);
    expect(await store.ofId(sessionId('forgotten'))).toBeUndefined();
  });
});

describe('The journal of the version before', () => {
  it('tells what became of messages, though it says nothing of events', async () => {
    const { store } = await storeOf('journal');
    const timelines = await Promise.all(names.map((name) => store.timelineOf(sessionId(name))));
    const states = new Set(timelines.flatMap((each) => each?.messages.map(({ state }) => state) ?? []));
    expect(states).toContain('delivered');
    expect(timelines.flatMap((each) => each?.events ?? [])).toEqual([]);
  });
});

const documents = {
  requested: 'c6',
  queued: 'd3',
  active: '96',
  closing: '6f',
  ended: 'e8',
  refused: '83',
  erased: '1d',
} as const;

describe('What the version before wrote into a column', () => {
  it.each(Object.entries(documents))('is read as that version read it (%s)', async (name, folder) => {
    const file = join(written, 'documents', 'sessions', folder, `${name}.json`);
    const { session } = JSON.parse(await readFile(file, 'utf8'));
    expect(stateColumn.parse(JSON.stringify(session))).toEqual(withPlace(seen.sessions[name].session));
  });
});

describe('What is written from now on', () => {
  it.each(Object.entries(documents))('is read by the version before (%s)', async (name, folder) => {
    const file = join(written, 'documents', 'sessions', folder, `${name}.json`);
    const { session } = JSON.parse(await readFile(file, 'utf8'));
    const here = stateColumn.parse(JSON.stringify(session));
    const text = JSON.stringify({ ...here, channel: channelId('web-chat') });
    expect(JSON.parse(text)).toMatchObject({ caller: 'skill', channel: 'web-chat' });
    expect(sessionBefore.parse(JSON.parse(text))).toEqual(seen.sessions[name].session);
  });

  it('is read from the files of lowdb by the version before', async () => {
    const { store, clock, directory } = await storedIn(await freshDirectory());
    await openSession(store, clock);
    await accept(store, clock, 'Hi');
    await store.purge();
    const files = await readdir(join(directory, 'sessions'), { recursive: true });
    const file = files.find((name) => name.endsWith('.json')) ?? '';
    const { session } = JSON.parse(await readFile(join(directory, 'sessions', file), 'utf8'));
    expect(session).toMatchObject({ caller: 'connected-agent', channel: 'web-chat' });
    expect(sessionBefore.parse(session)).toMatchObject({ id: ada, customerAddress: 'somewhere' });
  });
});
