import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokens } from '../../simulators/history/token.ts';
import { whichRequests } from '../../simulators/live-chat/which-requests.ts';
import { waysToCall } from '../../simulators/solution/builder/agent-source.ts';
import { type ChaosWorld, startChaosWorld } from './chaos-world.ts';
import { expectPromisesKept, inChat } from './in-chat.ts';

const token = tokens('outages');
const some = (count: number) => Array.from({ length: count }, token);

describe.each(waysToCall)('Called as a %s', (calledAs) => {
  let world: ChaosWorld;
  beforeAll(async () => {
    world = await startChaosWorld({ calledAs });
  });
  afterAll(() => world.stop());

  describe('While a party is down, what is said', () => {
    it('R7: by customers waits for the live chat and arrives in order', async () => {
      const { customer, chat } = await inChat(world, 'Ria');
      await world.proxies.toLiveChat.down();
      const said = some(5);
      for (const text of said) await customer.says(text);
      await sleep(1000);
      await world.proxies.toLiveChat.up();
      await chat.sees(said.at(-1) ?? '');
      expect(chat.messages.map(({ text }) => text).filter((text) => said.includes(text))).toEqual(said);
      // The copilot's turns went well all the time.
      expect(customer.messages.some(({ text }) => text.includes('went wrong'))).toBe(false);
    });

    it('R8: by agents waits for Teams and arrives in order', async () => {
      const { customer, chat, read } = await inChat(world, 'Ron');
      await world.proxies.toTeams.down();
      const said = some(5);
      for (const text of said) expect(await chat.says(text)).toMatchObject({ status: 202 });
      await sleep(1000);
      await world.proxies.toTeams.up();
      await customer.sees(said.at(-1) ?? '');
      expect(read(said)).toEqual(said);
    });
  });

  describe('A party that asks for patience', () => {
    it('R10: is sent nothing before the time that it named, and others are served meanwhile', async () => {
      const [ann, ben] = [await inChat(world, 'Ann'), await inChat(world, 'Ben')];
      world.proxies.toTeams.next({ kind: 'status', status: 429, retryAfterSeconds: 2 }, { which: ann.path });
      const said = some(3);
      await Promise.all(said.map((text) => ann.chat.says(text)));
      const [other = ''] = some(1);
      await ben.chat.says(other);
      await ben.customer.sees(other, { withinMs: 1500 });
      await ann.customer.sees(said.at(-1) ?? '');
      const sends = world.proxies.toTeams.exchanges.filter(({ path }) => path.includes(ann.path));
      const refusedAt = sends.findIndex(({ status }) => status === 429);
      const pause = (sends[refusedAt + 1]?.at ?? 0) - (sends[refusedAt]?.endedAt ?? 0);
      expect(pause).toBeGreaterThanOrEqual(1990);
      expect(ann.read(said)).toEqual(said);
    });
  });

  describe('A party that accepts and then resets the connection', () => {
    it('R12: gets at most one repeat for each reset; the live chat, which has a key, shows none', async () => {
      const { customer, chat, path, read } = await inChat(world, 'Rob');
      const [fromAgent, fromCustomer] = [some(5), some(5)];
      const isSay = whichRequests(world.liveChat.reads).step('say');
      world.proxies.toTeams.next({ kind: 'reset-after' }, { which: path, times: 3 });
      world.proxies.toLiveChat.next({ kind: 'reset-after' }, { which: isSay, times: 3 });
      for (const text of fromAgent) await chat.says(text);
      for (const text of fromCustomer) await customer.says(text);
      await customer.sees(fromAgent.at(-1) ?? '');
      await chat.sees(fromCustomer.at(-1) ?? '');
      const shown = read(fromAgent);
      expect([...new Set(shown)]).toEqual(fromAgent);
      expect(shown.length).toBeLessThanOrEqual(fromAgent.length + 3);
      expect(chat.messages.filter(({ text }) => fromCustomer.includes(text))).toHaveLength(5);
    });
  });

  describe('All of that', () => {
    it('breaks no promise', () => expectPromisesKept(world));
  });
});
