import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokens } from '../../simulators/history/token.ts';
import { startFollowedWorld } from '../chaos/feeds/followed-world.ts';
import { expectPromisesKept, inChat } from '../chaos/in-chat.ts';
import type { BridgeProcess } from '../end-to-end/world.ts';
import { startReplicatedWorld } from './replicated-world.ts';

/** 60 s in the long form. */
const standstillMs = Number(process.env.STANDSTILL_MS ?? 0);

const token = tokens('feeds');
const adminToken = 'admin-token-of-a-test-of-feeds';

const startWorld = () =>
  startFollowedWorld({
    start: ({ settings, callbacks, runs }) =>
      startReplicatedWorld({
        settings: { ...settings, HANDOFF_ADMIN_TOKEN: adminToken },
        callbacks,
        program: { replica: runs },
      }),
  });
let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.stop(), 20_000);

/** How many live chats a replica follows. */
async function followedBy({ url }: BridgeProcess): Promise<number> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${adminToken}` } });
  const counts = [...(await answer.text()).matchAll(/^handoff_feeds\{.*\} (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

async function busiest(): Promise<BridgeProcess> {
  const counts = await Promise.all(world.replicas.map(followedBy));
  const replica = world.replicas[counts.indexOf(Math.max(...counts))];
  expect(Math.max(...counts)).toBeGreaterThan(0);
  if (!replica) throw new Error('no replica runs');
  return replica;
}

type InChat = Awaited<ReturnType<typeof inChat>>;

/** Agents talk in all chats from now on, a few words a second each; `stop` gives what was said. */
function talking(chats: readonly InChat[]) {
  let isOver = false;
  const said = chats.map((): string[] => []);
  const talk = async ({ chat }: InChat, words: string[]) => {
    while (!isOver) {
      const text = token();
      words.push(text);
      await chat.says(text);
      await sleep(300);
    }
  };
  const all = Promise.all(chats.map((each, index) => talk(each, said[index] ?? [])));
  return {
    said,
    async stop() {
      isOver = true;
      await all;
      return said;
    },
  };
}

/** Resolves when each customer reads something that was said from now on. */
async function heardAgain(chats: readonly InChat[], said: readonly (readonly string[])[]): Promise<void> {
  const before = said.map(({ length }) => length);
  const isHeard = ({ read }: InChat, index: number) =>
    read(said[index]?.slice(before[index]) ?? []).length > 0;
  await expect.poll(() => chats.map(isHeard), { timeout: 12_000 }).toEqual(chats.map(() => true));
}

describe('Three replicas that follow the live chats of one database', () => {
  it.each([
    { what: 'is killed', name: 'Kim', end: (replica: BridgeProcess) => replica.kill() },
    { what: 'stands still', name: 'Stan', end: async (replica: BridgeProcess) => replica.pause() },
  ])(
    'R3, R17, R29: hear within 10 s again what the one had followed that $what, and once',
    async ({ name, end, what }) => {
      const chats = await Promise.all([1, 2, 3, 4].map((number) => inChat(world, `${name} ${number}`)));
      const talk = talking(chats);
      await heardAgain(chats, talk.said);
      const lost = await busiest();
      world.noteCrash();
      world.balanceWithout(lost);
      await end(lost);
      const since = Date.now();
      await heardAgain(chats, talk.said);
      expect(Date.now() - since).toBeLessThan(10_000);
      await sleep(standstillMs);
      if (what === 'is killed') await lost.start();
      else lost.goOn();
      world.balanceWithout();
      await heardAgain(chats, talk.said);
      const said = await talk.stop();
      for (const [index, { customer, read }] of chats.entries()) {
        const words = said[index] ?? [];
        await customer.sees(words.at(-1) ?? '');
        // A word that a replica was sending may come twice, which the record is judged for.
        expect([...new Set(read(words))]).toEqual(words);
      }
    },
    60_000 + standstillMs,
  );

  it('follow each live chat once, after a replica that stood still has learnt that others have its own', async () => {
    const open = world.liveChat.chats.filter(({ status }) => status !== 'ended').length;
    await expect
      .poll(
        async () =>
          (await Promise.all(world.replicas.map(followedBy))).reduce((sum, count) => sum + count, 0),
        { timeout: 10_000 },
      )
      .toBe(open);
  }, 20_000);

  it('break no promise in all of that', () => expectPromisesKept(world), 60_000);
});
