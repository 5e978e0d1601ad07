import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokens } from '../../simulators/history/token.ts';
import { inChat } from '../chaos/in-chat.ts';
import { type ReplicatedWorld, startReplicatedWorld } from './replicated-world.ts';

const token = tokens('broken');
const some = (count: number) => Array.from({ length: count }, token);

let world: ReplicatedWorld;
beforeAll(async () => {
  world = await startReplicatedWorld();
}, 40_000);
afterAll(() => world.stop(), 20_000);

const ask = (sql: string, values: readonly unknown[] = []) =>
  world.own.database.admin.query(sql, [...values]);

/** The server answers every change of a message with what it says when its disk is full. */
const fillDisk = () =>
  ask(`create or replace function handoff.is_full() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
    create trigger full_disk before insert or update or delete on handoff.messages
      for each statement execute function handoff.is_full()`);
const makeRoom = () => ask('drop trigger full_disk on handoff.messages');

/** As a cloud's PostgreSQL does before its disk is full. */
const readOnly = async (isSo: boolean) => {
  const { database } = world.own;
  const name = new URL(database.url).pathname.slice(1);
  await ask('set default_transaction_read_only = off');
  await ask(`alter database ${name} set default_transaction_read_only = ${isSo ? 'on' : 'off'}`);
  await ask(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = '${name}' and pid <> pg_backend_pid()`);
};

describe('Three replicas on a database that takes nothing', () => {
  it.each([
    { what: 'because its disk is full', begin: fillDisk, end: makeRoom, code: '53100' },
    { what: 'because it only reads', begin: () => readOnly(true), end: () => readOnly(false), code: '25006' },
  ])(
    'R23: answer 503 and say why in their logs, $what, and go on later',
    async ({ begin, end, code }) => {
      const { customer, chat, read } = await inChat(world, `Full ${code}`);
      const [before, meanwhile, after] = [some(2), some(3), some(2)];
      for (const text of before) await chat.says(text);
      await customer.sees(before.at(-1) ?? '');
      await begin();
      try {
        // Whoever delivered something learns of it too, and looks again.
        await sleep(300);
        for (const text of meanwhile)
          expect(await chat.says(text, { retry: false })).toMatchObject({ status: 503 });
        expect(world.bridge.output()).toContain(code);
      } finally {
        await end();
      }
      const since = Date.now();
      for (const text of after) await chat.says(text);
      await customer.sees(after.at(-1) ?? '', { withinMs: 12_000 });
      expect(Date.now() - since).toBeLessThan(10_000);
      expect(read([...before, ...meanwhile, ...after])).toEqual([...before, ...after]);
    },
    40_000,
  );
});

describe('A session whose record is damaged', () => {
  it.each([
    { what: 'is no JSON', damage: '{"status":' },
    { what: 'is not a session', damage: '{"status":"elsewhere"}' },
  ])(
    'R23: is refused with a line in the log, others go on, and its record stays as it is ($what)',
    async ({ damage }) => {
      const [hurt, well] = [
        await inChat(world, `Hurt ${damage.length}`),
        await inChat(world, `Well ${damage.length}`),
      ];
      const [first = '', second = ''] = some(2);
      await hurt.chat.says(first);
      await hurt.customer.sees(first);
      const { rows } = await ask(`update handoff.sessions set state = $1 where state like $2 returning id`, [
        damage,
        `%${hurt.chat.id}%`,
      ]);
      expect(rows).toHaveLength(1);
      const ofBoth = Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? hurt : well));
      const said = ofBoth.map(({ chat }) => ({ chat, text: token() }));
      // All at once and to one of them, so that they share what they can.
      world.front.balance([Number(new URL(world.replicas[0]?.url ?? '').port)]);
      const answers = await Promise.all(said.map(({ chat, text }) => chat.says(text, { retry: false })));
      const statusesOf = (who: typeof hurt) =>
        answers.filter((_, n) => ofBoth[n] === who).map(({ status }) => status);
      expect(new Set(statusesOf(hurt))).toEqual(new Set([503]));
      expect(statusesOf(well).every((status) => status < 300)).toBe(true);
      world.balanceWithout();
      await well.chat.says(second);
      await well.customer.sees(second);
      const now = await ask('select state from handoff.sessions where id = $1', [rows[0].id]);
      expect(now.rows).toEqual([{ state: damage }]);
      expect(hurt.read([first])).toEqual([first]);
    },
    40_000,
  );
});
