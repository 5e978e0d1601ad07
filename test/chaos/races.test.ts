import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokens } from '../../simulators/history/token.ts';
import { postCallback } from '../../simulators/live-chat/callbacks/post-callback.ts';
import { waysToCall } from '../../simulators/solution/builder/agent-source.ts';
import { type ChaosWorld, startChaosWorld } from './chaos-world.ts';
import { expectPromisesKept, inChat } from './in-chat.ts';
import { expectOneLiveChat } from './racing-starts.ts';

const token = tokens('races');
const some = (count: number) => Array.from({ length: count }, token);

describe.each(waysToCall)('Called as a %s', (calledAs) => {
  let world: ChaosWorld;
  beforeAll(async () => {
    world = await startChaosWorld({
      calledAs,
      connection: { callbacks: 'all', deliveryMode: 'expectReplies' },
    });
  });
  afterAll(() => world.stop());

  describe('Every inbound request four times', () => {
    it('R14: has one effect', async () => {
      world.proxies.toBridge.next({ kind: 'duplicate', copies: 4 }, { times: 1000 });
      const { customer, chat, read } = await inChat(world, 'Quinn');
      await chat.join('Dana');
      const [fromAgent, fromCustomer] = [some(3), some(3)];
      for (const text of fromAgent) await chat.says(text);
      for (const text of fromCustomer) await customer.says(text);
      await customer.sees(fromAgent.at(-1) ?? '');
      await chat.sees(fromCustomer.at(-1) ?? '');
      await customer.says('Good bye');
      await chat.isEnded();
      world.proxies.toBridge.follow(undefined);
      expect(read(fromAgent)).toEqual(fromAgent);
      expect(chat.messages.map(({ text }) => text).filter((text) => fromCustomer.includes(text))).toEqual(
        fromCustomer,
      );
      expect(customer.messages.filter(({ text }) => text.includes('Dana has joined'))).toHaveLength(1);
      expect(world.liveChat.chats.filter(({ customerName }) => customerName === 'Quinn')).toHaveLength(1);
    });
  });

  describe('50 starts of one conversation at once', () => {
    const rounds = Number(process.env.RACING_ROUNDS ?? 30);

    it(`R15: open one session, ${rounds} times, and no live chat is left over`, async () => {
      for (let round = 0; round < rounds; round++) await expectOneLiveChat[calledAs](world, `Round ${round}`);
    });
  });

  describe('An end among agents who go on writing', () => {
    it('R16: is the last that the customer hears of them', async () => {
      const chats = await Promise.all(some(6).map((name) => inChat(world, `Customer ${name}`)));
      await Promise.all(
        chats.map(async ({ customer, chat }, index) => {
          const said = some(12).map((text) => chat.says(text, { retry: false }));
          await new Promise((resolve) => setTimeout(resolve, index * 15));
          await customer.says('Good bye');
          await Promise.all(said);
          const [late = ''] = some(1);
          expect(await chat.says(late, { retry: false })).toMatchObject({ status: 410 });
        }),
      );
    });
  });

  describe('A session with 1,000 undelivered messages', () => {
    it('R21: refuses the next with 429 and Retry-After, and delivers all of them in order later', async () => {
      const { customer, chat, read } = await inChat(world, 'Flo');
      const { url } = world.proxies.toBridge;
      await world.proxies.toTeams.down();
      const say = (text: string) =>
        postCallback(
          `${url}/api/messages/proactive`,
          {
            sessionId: chat.id,
            messageId: text,
            message: text,
            sender: 'Dana',
            timestamp: new Date().toISOString(),
          },
          { secret: world.credentials.webhookSecret },
        );
      const said = some(1000);
      for (let index = 0; index < said.length; index += 100) {
        const answers = await Promise.all(said.slice(index, index + 100).map(say));
        expect(answers.every(({ status }) => status === 202)).toBe(true);
      }
      const refused = await say('one too many');
      expect(refused.status).toBe(429);
      expect(refused.retryAfterMs).toBeGreaterThan(0);
      await world.proxies.toTeams.up();
      await expect.poll(() => read(said).length, { timeout: 60_000, interval: 250 }).toBe(1000);
      expect(customer.messages.some(({ text }) => text.includes('one too many'))).toBe(false);
    }, 90_000);
  });

  describe('All of that', () => {
    it('breaks no promise', () => expectPromisesKept(world));
  });
});
