import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokens } from '../../simulators/history/token.ts';
import { expectPromisesKept, inChat } from '../chaos/in-chat.ts';
import { expectOneLiveChat } from '../chaos/racing-starts.ts';
import { type ReplicatedWorld, startReplicatedWorld } from './replicated-world.ts';
import { rollingRestart } from './rolling-restart.ts';

/** 100 in the long form. */
const rounds = Number(process.env.RACING_ROUNDS ?? 3);
/** 60 s in the long form. */
const standstillMs = Number(process.env.STANDSTILL_MS ?? 0);
/** 60 s in the long form. */
const outageMs = Number(process.env.OUTAGE_MS ?? 0);

const token = tokens('replicas');
const some = (count: number) => Array.from({ length: count }, token);

let world: ReplicatedWorld;
beforeAll(async () => {
  world = await startReplicatedWorld();
}, 40_000);
afterAll(() => world.stop(), 20_000);

const seenBy = (chat: Awaited<ReturnType<typeof inChat>>['chat'], said: readonly string[]) =>
  chat.messages.map(({ text }) => text).filter((text) => said.includes(text));

describe('Three replicas on one database', () => {
  it('R14: have one effect of every inbound request that comes four times, to all of them', async () => {
    world.proxies.toBridge.next({ kind: 'duplicate', copies: 4 }, { times: 1000 });
    const { customer, chat, read } = await inChat(world, 'Quinn');
    await chat.join('Dana');
    const [fromAgent, fromCustomer] = [some(4), some(4)];
    for (const text of fromAgent) await chat.says(text);
    for (const text of fromCustomer) await customer.says(text);
    await customer.sees(fromAgent.at(-1) ?? '');
    await chat.sees(fromCustomer.at(-1) ?? '');
    await customer.says('Good bye');
    await chat.isEnded();
    world.proxies.toBridge.follow(undefined);
    expect(read(fromAgent)).toEqual(fromAgent);
    expect(seenBy(chat, fromCustomer)).toEqual(fromCustomer);
    expect(customer.messages.filter(({ text }) => text.includes('Dana has joined'))).toHaveLength(1);
    expect(world.liveChat.chats.filter(({ customerName }) => customerName === 'Quinn')).toHaveLength(1);
  });

  it('R15: open one session for 50 starts of one conversation at once, and leave no live chat over', async () => {
    for (let round = 0; round < rounds; round++) await expectOneLiveChat.skill(world, `Round ${round}`);
  }, 120_000);

  it('R18: fail no request while one after the other is stopped in an orderly way and started again', async () => {
    const { customer, chat, read } = await inChat(world, 'Rolf');
    const rolling = rollingRestart(world);
    let isOver = false;
    void rolling.finally(() => {
      isOver = true;
    });
    const [fromAgent, fromCustomer]: [string[], string[]] = [[], []];
    while (!isOver) {
      const [text, answer] = [token(), token()];
      fromCustomer.push(text);
      fromAgent.push(answer);
      await Promise.all([customer.says(text), chat.says(answer)]);
      await sleep(40);
    }
    await rolling;
    await customer.sees(fromAgent.at(-1) ?? '');
    await chat.sees(fromCustomer.at(-1) ?? '');
    expect(world.front.failures()).toEqual([]);
    expect(fromAgent.length).toBeGreaterThan(5);
    expect(read(fromAgent)).toEqual(fromAgent);
    expect(seenBy(chat, fromCustomer)).toEqual(fromCustomer);
  }, 40_000);

  it('R3, R17: go on within 10 s with the lanes of one that was killed and of one that stands still', async () => {
    const [stopped, killed, ...others] = world.replicas;
    const [pia, kim] = [await inChat(world, 'Pia'), await inChat(world, 'Kim')];
    const portOf = (url = '') => Number(new URL(url).port);
    const { exchanges } = world.proxies.toLiveChat;
    const held = () =>
      exchanges.filter(({ fault, path }) => fault.kind === 'latency' && path.includes('/send'));
    const [first, second] = [some(3), some(3)];
    world.proxies.toLiveChat.next({ kind: 'latency', ms: 2000 }, { which: '/send', times: 2 });
    world.front.balance([portOf(stopped?.url)]);
    for (const text of first) await pia.customer.says(text);
    world.front.balance([portOf(killed?.url)]);
    for (const text of second) await kim.customer.says(text);
    await expect.poll(() => held().length).toBe(2);

    stopped?.pause();
    await killed?.kill();
    world.noteCrash();
    const since = Date.now();
    world.front.balance(others.map(({ url }) => portOf(url)));
    await pia.chat.sees(first.at(-1) ?? '', { withinMs: 12_000 });
    await kim.chat.sees(second.at(-1) ?? '', { withinMs: 12_000 });
    expect(Date.now() - since).toBeLessThan(10_000);

    await sleep(standstillMs);
    stopped?.goOn();
    await killed?.start();
    world.balanceWithout();
    const later = some(2);
    for (const text of later) await pia.customer.says(text);
    await pia.chat.sees(later.at(-1) ?? '');
    expect(seenBy(pia.chat, [...first, ...later])).toEqual([...first, ...later]);
    expect(seenBy(kim.chat, second)).toEqual(second);
  }, 120_000);

  it.each([
    { times: 1, refused: 0 },
    { times: 2, refused: 1 },
  ])('R6: have one effect of a request whose commit loses its connection (times: $times)', async (cut) => {
    const { customer, chat, read } = await inChat(world, `Cora ${cut.times}`);
    const said = some(2);
    const failed = () => world.front.failures().filter((each) => each.endsWith('503')).length;
    for (const [index, text] of said.entries()) {
      const before = { cuts: world.own.proxy.cuts(), failed: failed() };
      for (let time = 0; time < cut.times; time++) {
        world.own.proxy.cutNext(text, index % 2 === 0 ? 'answered' : 'asked');
      }
      expect(await chat.says(text)).toMatchObject({ status: expect.toSatisfy((s: number) => s < 300) });
      expect(world.own.proxy.cuts()).toBe(before.cuts + cut.times);
      expect(failed()).toBe(before.failed + cut.refused);
    }
    await customer.sees(said.at(-1) ?? '');
    expect(read(said)).toEqual(said);
  });

  it('R6: let a customer notice nothing of a connection that breaks during a commit', async () => {
    for (const when of ['answered', 'asked'] as const) {
      const before = world.own.proxy.cuts();
      world.own.proxy.cutNext('My invoice is wrong', when);
      const { customer, chat } = await inChat(world, `Nora ${when}`);
      expect(world.own.proxy.cuts()).toBe(before + 1);
      const word = token();
      world.own.proxy.cutNext(word, when);
      await customer.says(word);
      await chat.sees(word);
      expect(world.own.proxy.cuts()).toBe(before + 2);
      expect(seenBy(chat, [word])).toEqual([word]);
      expect(customer.messages.filter(({ text }) => text.includes('went wrong'))).toEqual([]);
    }
  });

  it('R5: answer 503 and never 2xx while the database is gone, and have recovered 10 s after', async () => {
    const { customer, chat, read } = await inChat(world, 'Dora');
    const before = some(2);
    for (const text of before) await chat.says(text);
    await world.own.server.stop('immediate');
    const until = Date.now() + outageMs;
    const meanwhile: string[] = [];
    while (meanwhile.length < 3 || Date.now() < until) {
      const text = token();
      meanwhile.push(text);
      expect(await chat.says(text, { retry: false })).toMatchObject({ status: 503 });
      if (outageMs > 0) await sleep(250);
    }
    await world.own.server.start();
    const since = Date.now();
    const after = some(2);
    for (const text of after) await chat.says(text);
    await customer.sees(after.at(-1) ?? '', { withinMs: 12_000 });
    expect(Date.now() - since).toBeLessThan(10_000);
    expect(read([...before, ...meanwhile, ...after])).toEqual([...before, ...after]);
  }, 120_000);

  it('break no promise in all of that', async () => {
    await sleep(500);
    await expectPromisesKept(world);
  }, 40_000);
});
