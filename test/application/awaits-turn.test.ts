import { describe, expect, it } from 'vitest';
import { defaultSentences } from '../../src/application/sentences.ts';
import { inChat, texts } from './world/in-chat.ts';
import { aMinute, type WorldOptions } from './world/world.ts';

const {
  deskCustomerUnreachable,
  deskCustomerReachable,
  deskNotDeliveredAtEnd,
  deskCustomerLeft,
  deskNotDelivered,
  endedByAgent,
} = defaultSentences;

/** Pat is reached by the address of the last turn, as long as its right is not over. */
async function byTurns(options: WorldOptions = {}) {
  const tries: string[] = [];
  const all = await inChat({
    ...options,
    guard: ({ customerChannel }) => ({
      customerChannel: {
        ...customerChannel,
        async say(address, message, attempt) {
          tries.push(message.text);
          return customerChannel.say(address, message, attempt);
        },
      },
    }),
  });
  const { pat, clock, bridge, teams } = all;
  const addresses = [pat.address];
  return {
    ...all,
    tries,
    /** What Pat has seen, at all addresses. */
    sees: () => addresses.flatMap((address) => teams.seenAt(address)),
    revoke: () => void teams.addressesOver.add(addresses.at(-1) ?? ''),
    async turn() {
      const address = `${pat.address}/${addresses.length}`;
      addresses.push(address);
      await clock.until(bridge().renewAddress(pat.conversation, () => address));
    },
  };
}

describe('Words for a customer who can be reached after their next turn only', () => {
  it('wait, and the agent is told once; they go out with the turn, in order, and no time passes', async () => {
    const { dana, desk, revoke, sees, turn, clock } = await byTurns();
    revoke();
    for (const text of ['one', 'two', 'three']) await dana.says(text);
    await clock.pass(30_000);
    expect(sees()).toEqual([]);
    expect(texts(desk.chat().heard)).toEqual([deskCustomerUnreachable]);
    const before = clock.now();
    await turn();
    await clock.pass(0);
    expect(clock.now()).toBe(before);
    expect(sees()).toEqual(['Dana: one', 'Dana: two', 'Dana: three']);
    expect(texts(desk.chat().heard)).toEqual([deskCustomerUnreachable, deskCustomerReachable]);
  });

  it('are tried now and then without a turn, and go out at once when one comes in the middle of that', async () => {
    const { dana, revoke, sees, turn, tries, clock } = await byTurns();
    revoke();
    await dana.says('one');
    await clock.pass(10 * aMinute);
    expect(tries.length).toBeGreaterThan(5);
    expect(tries.length).toBeLessThan(15);
    await turn();
    await clock.pass(0);
    expect(sees()).toEqual(['Dana: one']);
  });

  it('go out at once when a turn comes while they are on their way to where nothing is taken any more', async () => {
    const { dana, revoke, sees, turn, teams, clock } = await byTurns();
    teams.connectsInMs = 300;
    revoke();
    await dana.says('one');
    await turn();
    await clock.pass(1000);
    expect(sees()).toEqual(['Dana: one']);
  });

  it('end no session as idle, and become dead letters of which the agent is told when they are too old', async () => {
    const { dana, desk, revoke, sweepFor, store } = await byTurns({
      settings: { maxAgeMs: 300 * aMinute, idleMs: 60 * aMinute },
    });
    revoke();
    await sweepFor(10 * aMinute);
    await dana.says('one');
    await sweepFor(200 * aMinute);
    expect(desk.chat()).not.toHaveProperty('endedFor');
    await sweepFor(130 * aMinute);
    expect(await store.deadLetters(10)).toMatchObject([{ content: { text: 'one' } }]);
    expect(texts(desk.chat().heard)).toContain(deskCustomerUnreachable);
    expect(
      texts(desk.chat().heard).some((text) =>
        [deskNotDelivered, deskNotDeliveredAtEnd].includes(text as never),
      ),
    ).toBe(true);
  });

  it('do not go out once the customer has ended the chat, and the agent is told', async () => {
    const { pat, dana, desk, revoke, sees, turn, clock } = await byTurns();
    revoke();
    await dana.says('one');
    await pat.ends();
    await turn();
    await clock.pass(10 * aMinute);
    expect(sees()).toEqual([]);
    expect(texts(desk.chat().heard)).toEqual([
      deskCustomerUnreachable,
      deskNotDeliveredAtEnd,
      deskCustomerLeft,
    ]);
  });

  it('go out with the farewell when the agent has ended the chat before the turn', async () => {
    const { dana, revoke, sees, turn, clock } = await byTurns();
    revoke();
    await dana.says('one');
    await dana.hangsUp('Bye');
    await clock.pass(5 * aMinute);
    expect(sees()).toEqual([]);
    await turn();
    await clock.pass(0);
    expect(sees()).toEqual(['Dana: one', 'Dana: Bye', endedByAgent, '[back: agent]']);
  });

  it('survive a kill, and are tried again without a turn', async () => {
    const { dana, revoke, sees, turn, clock, kill, start } = await byTurns();
    revoke();
    await dana.says('one');
    kill();
    start();
    await clock.pass(aMinute);
    await turn();
    await clock.pass(aMinute);
    expect(sees()).toEqual(['Dana: one']);
  });
});
