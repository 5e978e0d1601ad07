import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { migrate } from '../../../../../src/adapters/storage/postgres/schema/migrations.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import type { Lane, Lease } from '../../../../../src/application/ports/outbox.ts';
import { sessionId } from '../../../../../src/domain/ids.ts';
import {
  accept,
  ada,
  agentSaid,
  changed,
  deliveredTexts,
  lane,
  leased,
  openSession,
  theSession,
  words,
} from '../../../../contracts/session-steps.ts';
import type { FreshDatabase } from '../../../../postgres/fresh-database.ts';
import { quickly } from '../contract-store.ts';
import { databaseAt } from './version-9/database.ts';
import { type OldLease, replicaOfVersion9 } from './version-9/replica.ts';

type Store = Awaited<ReturnType<typeof postgresStore>>;
type OldReplica = ReturnType<typeof replicaOfVersion9>;

const log = { info: () => {}, warn: () => {}, error: () => {} };
const clock = { ...systemClock, pass: () => {} };
const minute = 60_000;

let database: FreshDatabase;
let connection: Client;
let store: Store;
let old: OldReplica;

beforeAll(async () => {
  database = await databaseAt(9);
  await migrate(database.admin);
  // The server of the tests has just started.
  await database.admin.query(`
    create or replace function handoff.server_started_at() returns double precision language sql stable
      as $$ select 0::double precision $$;
    create or replace function handoff.everybody_lives_until() returns double precision language sql stable
      as $$ select 0::double precision $$`);
  connection = new Client({ connectionString: database.url });
  await connection.connect();
  store = await postgresStore({ ...quickly, url: database.url, clock: systemClock, log });
});
beforeEach(async () => {
  await database.admin.query('delete from handoff.sessions');
  old = replicaOfVersion9(connection);
  await old.live();
});
afterAll(async () => {
  await store.close();
  await connection.end();
  await database.drop();
});

const toAda = lane(ada);

describe('Beside a replica of version 9, a replica', () => {
  it.each(['many', 'one'] as const)(
    'does not lease what that one has leased, nor the other way round (%s)',
    async (how) => {
      await openSession(store, clock);
      await accept(store, clock, 'one');
      const oldLease = await old.lease(toAda, minute, how);
      expect(oldLease?.waiting).toMatchObject([{ text: 'one' }]);
      expect(await store.lease(toAda, minute)).toBeUndefined();
      expect(await store.dueLanes(10)).toEqual([]);
      if (oldLease) await old.release(oldLease);
      const lease = await leased(store, toAda, minute);
      expect(await old.lease(toAda, minute, how)).toBeUndefined();
      await store.release(lease);
      expect(await old.lease(toAda, minute, how)).toBeDefined();
    },
  );

  it('leases with a commit only what that one has not, and the other way round', async () => {
    await openSession(store, clock);
    const oldLease = await old.accept(toAda, 'one', minute);
    expect(oldLease).toMatchObject({ waiting: [{ text: 'one' }] });
    const stored = await theSession(store);
    const change = { ...changed(stored, agentSaid('two', clock.now())), leaseForMs: minute };
    const committed = await store.commit({ ...change, messages: [words(stored, 'two', clock.now())] });
    expect(committed).toEqual({ outcome: 'committed' });
    if (!oldLease || oldLease === 'stale') throw new Error('the lane was not leased');
    expect(await old.settleInBatch(oldLease, oldLease.waiting[0]?.id ?? '')).toBe('settled');
    await old.release(oldLease);
    const lease = await leased(store, toAda, minute);
    expect(lease.messages).toMatchObject([{ content: { text: 'two' } }]);
    expect(await old.accept(toAda, 'three', minute)).toBeUndefined();
    await store.settle({ lease, id: lease.messages[0]?.id ?? '', settlement: { as: 'delivered' } });
    await store.release(lease);
    expect(await deliveredTexts(store)).toEqual(['three']);
  });

  it('takes the lanes of that one over when it has died, whose lease then settles nothing', async () => {
    await openSession(store, clock);
    await accept(store, clock, 'one');
    const oldLease = await old.lease(toAda, minute);
    if (!oldLease) throw new Error('the lane was not leased');
    const id = oldLease.waiting[0]?.id ?? '';
    await old.leave();
    expect(await store.dueLanes(10)).toEqual([toAda]);
    const lease = await leased(store, toAda, minute);
    expect(lease.messages).toMatchObject([{ attempts: 1, unknownAttempts: 1 }]);
    expect(await old.settle(oldLease, id)).toBe('lost');
    expect(await old.settleInBatch(oldLease, id)).toBe('lost');
    expect(await old.begin(oldLease, id, minute)).toBe('gone');
    expect(await store.settle({ lease, id, settlement: { as: 'delivered' } })).toBe('released');
  });

  it('loses its lanes to that one when it has died, and settles nothing then', async () => {
    await openSession(store, clock);
    const id = await accept(store, clock, 'one');
    const lease = await leased(store, toAda, minute);
    await store.begin(lease, id, minute);
    await database.admin.query(`delete from handoff.replicas where id not like 'version-9%'`);
    const oldLease = await old.lease(toAda, minute);
    expect(oldLease?.waiting).toMatchObject([{ id }]);
    expect(await store.settle({ lease, id, settlement: { as: 'delivered' } })).toBe('lost');
    expect(await store.begin(lease, id, minute)).toBe('gone');
    if (oldLease) expect(await old.settle(oldLease, id)).toBe('released');
  });

  it('works the same lanes: each message is delivered once and in order', async () => {
    const ids = ['a', 'b', 'c'].map((name) => sessionId(`both-${name}`));
    for (const id of ids) await openSession(store, clock, id);
    const accepted = new Map<string, string[]>(ids.map((id) => [id, []]));
    const heard = new Map<string, string[]>(ids.map((id) => [id, []]));
    const bySide = { old: 0, new: 0 };
    const hear = (of: Lane, text: string, side: keyof typeof bySide) => {
      heard.get(of.sessionId)?.push(text);
      bySide[side]++;
    };
    let isAccepting = true;
    const isLeft = () => isAccepting || ids.some((id) => heard.get(id)?.length !== accepted.get(id)?.length);

    const deliverOld = async (lease: OldLease) => {
      for (const [index, { id, text }] of lease.waiting.entries()) {
        if (index > 0 && (await old.begin(lease, id, minute)) === 'gone') return;
        hear(lease.lane, text, 'old');
        const settle = index % 2 === 0 ? old.settle : old.settleInBatch;
        if ((await settle(lease, id)) !== 'settled') return;
      }
      await old.release(lease);
    };
    const workOld = async () => {
      for (let turn = 0; isLeft(); turn++) {
        const lease = await old.lease(lane(ids[turn % 3] ?? ada), minute, turn % 2 === 0 ? 'one' : 'many');
        if (lease) await deliverOld(lease);
        await sleep(1);
      }
    };
    const deliverNew = async (lease: Lease) => {
      for (const { id, content } of lease.messages) {
        if ((await store.begin(lease, id, minute)) === 'gone') break;
        hear(lease.lane, 'text' in content ? content.text : content.kind, 'new');
        if ((await store.settle({ lease, id, settlement: { as: 'delivered' } })) !== 'settled') break;
      }
      await store.release(lease);
    };
    const workNew = async () => {
      while (isLeft()) {
        for (const due of await store.dueLanes(3)) {
          const lease = await store.lease(due, minute, 'to-begin');
          if (lease) await deliverNew(lease);
        }
        await sleep(1);
      }
    };
    const sayOld = async () => {
      for (let number = 0; number < 60; number++) {
        const id = ids[number % 3] ?? ada;
        const text = `old ${number}`;
        const answer = await old.accept(lane(id), text, minute);
        if (answer === 'stale') number--;
        else accepted.get(id)?.push(text);
        if (answer && answer !== 'stale') await deliverOld(answer);
      }
    };
    const sayNew = async () => {
      for (let number = 0; number < 60; number++) {
        const id = ids[(number + 1) % 3] ?? ada;
        const text = `new ${number}`;
        const stored = await theSession(store, id);
        const change = {
          ...changed(stored, agentSaid(text, clock.now())),
          messages: [words(stored, text, clock.now())],
        };
        if ((await store.commit(change)).outcome === 'stale') number--;
        else accepted.get(id)?.push(text);
      }
    };
    const saying = Promise.all([sayOld(), sayNew()]).finally(() => {
      isAccepting = false;
    });
    await Promise.all([saying, workOld(), workNew()]);

    const { rows } = await database.admin.query('select count(*)::integer as left from handoff.messages');
    expect(rows).toEqual([{ left: 0 }]);
    for (const id of ids) {
      const texts = heard.get(id) ?? [];
      expect(texts.toSorted()).toEqual(accepted.get(id)?.toSorted());
      for (const side of ['old', 'new']) {
        const numbers = texts
          .filter((text) => text.startsWith(side))
          .map((text) => Number(text.split(' ')[1]));
        expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
      }
    }
    expect(Math.min(bySide.old, bySide.new)).toBeGreaterThan(10);
  });
});
