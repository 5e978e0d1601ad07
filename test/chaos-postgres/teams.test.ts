import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokens } from '../../simulators/history/token.ts';
import { visibleText } from '../../simulators/history/visible-text.ts';
import { expectPromisesKept, inChat } from '../chaos/in-chat.ts';
import { type ReplicatedWorld, startReplicatedWorld } from './replicated-world.ts';

/** 100 in the long form: 60 of them take half a minute. */
const manyWords = Number(process.env.PACED_WORDS ?? 14);

const token = tokens('teams');
const some = (count: number) => Array.from({ length: count }, token);
const adminToken = randomBytes(24).toString('base64url');

let world: ReplicatedWorld;
beforeAll(async () => {
  world = await startReplicatedWorld({
    enforceLimits: true,
    settings: {
      HANDOFF_ADMIN_TOKEN: adminToken,
      // Over before the lanes of a dead replica go on, which takes 3.5 s at least.
      HANDOFF_TURN_BUDGET_MS: '3000',
      HANDOFF_TEAMS_PER_SECOND: '50',
      HANDOFF_TEAMS_THREAD_LIMITS: '7/1,8/2,60/30,1800/3600',
    },
  });
}, 40_000);
afterAll(() => world.stop(), 20_000);

const portOf = (replica: { readonly url: string } | undefined) => Number(new URL(replica?.url ?? '').port);
const stateOf = (id: string) => world.microsoft.copilotStudio.stateOf(id);

const sendsTo = (path: string) =>
  world.proxies.toTeams.exchanges.filter((exchange) => exchange.path.includes(path));

/** Every replica's own answer to an operator. */
const lettersOnEach = () =>
  Promise.all(
    world.replicas.map(async ({ url }) => {
      const headers = { authorization: `Bearer ${adminToken}` };
      return (await fetch(`${url}/admin/dead-letters`, { headers })).text();
    }),
  );

describe('Three replicas that speak to Teams', () => {
  it('R9: bring many words into one thread in order and once, whatever Teams thinks of their pace', async () => {
    const { chat, customer, read, path } = await inChat(world, 'Pace');
    const said = some(manyWords);
    for (const text of said) await chat.says(text);
    await customer.sees(said.at(-1) ?? '', { withinMs: 10_000 + manyWords * 1000 });
    expect(read(said)).toEqual(said);
    // Each remembers only what it has sent itself, so that Teams has to say now and then that it was too much.
    const sends = sendsTo(path);
    const refused = sends.flatMap(({ status }, index) => (status === 429 ? [index] : []));
    expect(refused.length).toBeLessThan(said.length / 2);
    for (const index of refused) {
      const [answer, next] = sends.slice(index);
      expect((next?.at ?? 0) - (answer?.endedAt ?? 0)).toBeGreaterThanOrEqual(1000);
    }
  }, 150_000);

  it('R10: keep a Retry-After whichever of them heard it, and hold up no other session', async () => {
    const [late, other] = [await inChat(world, 'Late'), await inChat(world, 'Other')];
    world.proxies.toTeams.next({ kind: 'status', status: 429, retryAfterSeconds: 4 }, { which: late.path });
    const [waits, ...behind] = some(3);
    await late.chat.says(waits ?? '');
    await expect.poll(() => sendsTo(late.path).some(({ status }) => status === 429)).toBe(true);
    const refusedAt = sendsTo(late.path).find(({ status }) => status === 429)?.endedAt ?? 0;
    // Each of these reaches another replica, which looks at the same lane.
    for (const text of behind) await late.chat.says(text);
    const [quick = ''] = some(1);
    await other.chat.says(quick);
    await other.customer.sees(quick, { withinMs: 2000 });
    expect(Date.now() - refusedAt).toBeLessThan(4000);
    await late.customer.sees(behind.at(-1) ?? '', { withinMs: 12_000 });
    const next = sendsTo(late.path).find(({ at }) => at > refusedAt);
    expect((next?.at ?? 0) - refusedAt).toBeGreaterThanOrEqual(4000);
    expect(late.read([waits ?? '', ...behind])).toEqual([waits, ...behind]);
  }, 40_000);

  it('R11, R19: show a message that is refused for good on each of them, tell the agent once, and go on', async () => {
    const { chat, customer, path } = await inChat(world, 'Poison');
    const [poison = '', next = ''] = some(2);
    const code = 'BotNotInConversationRoster';
    world.proxies.toTeams.next({ kind: 'status', status: 403, code }, { which: path });
    await chat.says(poison);
    await chat.says(next);
    await customer.sees(next);
    await chat.sees(/could not be delivered to the customer/);
    expect(sendsTo(path).filter(({ body }) => body.includes(poison))).toHaveLength(1);
    expect(chat.messages.filter(({ text }) => text.includes('could not be delivered'))).toHaveLength(1);
    const letters = await lettersOnEach();
    expect(letters).toHaveLength(3);
    expect(new Set(letters)).toHaveLength(1);
    expect(letters[0]).toContain(code);
  }, 20_000);

  it('R20: bring a long text in pieces that are whole, equal when joined, and together in their place', async () => {
    const { chat, customer, path } = await inChat(world, 'Long');
    const [mark = '', before = '', after = ''] = some(3);
    const long = `${'👩‍👩‍👧‍👦 שלום e\u0301 '.repeat(2100)}${mark}`;
    expect(Buffer.byteLength(long)).toBeGreaterThan(80_000);
    for (const text of [before, long, after]) expect((await chat.says(text)).status).toBeLessThan(300);
    expect((await chat.says('x'.repeat(260 * 1024), { retry: false })).status).toBe(413);
    await customer.sees(after, { withinMs: 20_000 });
    const seen = customer.messages.map(({ text }) => visibleText(text).text);
    const [from, to] = [before, after].map((text) => seen.findIndex((each) => each.includes(text)));
    expect(seen.slice((from ?? 0) + 1, to).join('')).toBe(long);
    expect(sendsTo(path).length).toBeGreaterThan(4);
  }, 40_000);

  it('R3: tell the customer when a request dies with its replica, which is no word of the session before', async () => {
    const { chat, customer } = await inChat(world, 'Again');
    await chat.ends();
    await expect.poll(() => stateOf(customer.conversationId).isSkillActive).toBe(false);
    const [first, ...others] = world.replicas;
    const { toLiveChat } = world.proxies;
    toLiveChat.next({ kind: 'black-hole' }, { which: /\/start$/ });
    const isAsked = () => toLiveChat.exchanges.some(({ fault }) => fault.kind === 'black-hole');
    world.front.balance([portOf(first)]);
    const asking = (async () => {
      await customer.says('I want to talk with a person');
      await customer.says('My invoice is wrong');
    })();
    await expect.poll(isAsked).toBe(true);
    world.noteCrash();
    world.front.balance(others.map(portOf));
    await first?.kill();
    await asking.catch(() => undefined);
    await customer.sees(/lost the connection/, { withinMs: 15_000 });
    await first?.start();
    world.balanceWithout();
    const chats = world.liveChat.chats.filter(({ customerName }) => customerName === 'Again');
    await Promise.all(chats.map((each) => each.isEnded()));
  }, 40_000);

  it('break no promise in all of that', () => expectPromisesKept(world), 60_000);
});
