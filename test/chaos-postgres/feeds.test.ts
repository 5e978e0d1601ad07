import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokens } from '../../simulators/history/token.ts';
import { startFollowedWorld } from '../chaos/feeds/followed-world.ts';
import { waysOfReplicas } from '../chaos/feeds/own-ways.ts';
import { expectPromisesKept, inChat } from '../chaos/in-chat.ts';
import type { BridgeProcess } from '../end-to-end/world.ts';
import type { BreakableWay } from '../network/breakable-way.ts';
import { startReplicatedWorld } from './replicated-world.ts';

/** 60 s in the long form. */
const standstillMs = Number(process.env.STANDSTILL_MS ?? 0);

const token = tokens('feeds');
const adminToken = 'admin-token-of-a-test-of-feeds';

const ways = waysOfReplicas();

const startWorld = () =>
  startFollowedWorld(({ settings, callbacks, runs }) =>
    startReplicatedWorld({
      settings: { ...settings, HANDOFF_ADMIN_TOKEN: adminToken },
      callbacks,
      program: { replica: ways.replica(runs) },
    }),
  );
let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(async () => {
  await world.stop();
  await ways.stop();
}, 20_000);

/** How many live chats a replica follows, and how many of them it does not hear. */
async function feedsOf({
  url,
}: BridgeProcess): Promise<{ readonly followed: number; readonly unheard: number }> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${adminToken}` } });
  const metrics = await answer.text();
  const count = (state: string) =>
    Number(metrics.match(RegExp(`^handoff_feeds\\{.*"${state}".*\\} (\\d+)$`, 'm'))?.[1]);
  return { followed: count('heard') + count('unheard'), unheard: count('unheard') };
}

const feeds = () => Promise.all(world.replicas.map(feedsOf));

async function busiest(): Promise<BridgeProcess> {
  const counts = (await feeds()).map(({ followed }) => followed);
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

interface Loss {
  readonly what: string;
  readonly name: string;
  begin(replica: BridgeProcess): unknown;
  /** What it tells of itself meanwhile, if it tells anything. */
  tells?(replica: BridgeProcess): Promise<void>;
  end(replica: BridgeProcess): unknown;
}

const toVendor = (replica: BridgeProcess) =>
  [ways.of(replica).toFeed, ways.of(replica).toLiveChat].flatMap((way) => way ?? []);

/** What was swallowed is gone, so the connections that it was sent on are, too. */
function restored(way: BreakableWay): void {
  way.down();
  way.up();
}

const losses: readonly Loss[] = [
  {
    what: 'is killed',
    name: 'Kim',
    begin: (replica) => replica.kill(),
    end: (replica) => replica.start(),
  },
  {
    what: 'stands still',
    name: 'Stan',
    begin: (replica) => replica.pause(),
    end: (replica) => replica.goOn(),
  },
  {
    what: 'reaches the live chat no more',
    name: 'Lea',
    begin: (replica) => toVendor(replica).map((way) => way.swallow()),
    async tells(replica) {
      await expect.poll(async () => (await feedsOf(replica)).unheard, { timeout: 12_000 }).toBeGreaterThan(0);
      const none = { followed: 0, unheard: 0 };
      await expect.poll(() => feedsOf(replica), { timeout: 12_000 }).toEqual(none);
    },
    end: (replica) => toVendor(replica).map(restored),
  },
  {
    what: 'reaches the database no more',
    name: 'Dan',
    begin: (replica) => ways.of(replica).toDatabase.swallow(),
    end: (replica) => restored(ways.of(replica).toDatabase),
  },
];

describe('Three replicas that follow the live chats of one database', () => {
  it.for(losses)(
    'R3, R17, R29: hear within 10 s again what the one had followed that $what, and once',
    { timeout: 60_000 + standstillMs },
    async ({ name, begin, tells, end }, { annotate }) => {
      const chats = await Promise.all([1, 2, 3, 4].map((number) => inChat(world, `${name} ${number}`)));
      const talk = talking(chats);
      await heardAgain(chats, talk.said);
      const lost = await busiest();
      world.noteCrash();
      world.balanceWithout(lost);
      await begin(lost);
      const since = Date.now();
      const told = tells?.(lost);
      await heardAgain(chats, talk.said);
      const againMs = Date.now() - since;
      await annotate(`heard again after ${againMs} ms`);
      expect(againMs).toBeLessThan(10_000);
      await told;
      await sleep(standstillMs);
      await end(lost);
      world.balanceWithout();
      await heardAgain(chats, talk.said);
      const said = await talk.stop();
      for (const [index, { customer, read }] of chats.entries()) {
        const words = said[index] ?? [];
        await customer.sees(words.at(-1) ?? '');
        // A word that a replica was sending may come twice, which the record is judged for.
        expect([...new Set(read(words))]).toEqual(words);
        await customer.says('Good bye');
      }
      await expect
        .poll(() => chats.every(({ chat }) => chat.status === 'ended'), { timeout: 10_000 })
        .toBe(true);
    },
  );

  it('follow each live chat once, after a replica that stood still has learnt that others have its own', async () => {
    const open = world.liveChat.chats.filter(({ status }) => status !== 'ended').length;
    const followed = async () => (await feeds()).reduce((sum, each) => sum + each.followed, 0);
    await expect.poll(followed, { timeout: 10_000 }).toBe(open);
    await expect.poll(async () => (await feeds()).map(({ unheard }) => unheard)).toEqual([0, 0, 0]);
  }, 20_000);

  it('break no promise in all of that', () => expectPromisesKept(world), 60_000);
});
