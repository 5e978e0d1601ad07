import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/application/ports/clock.ts';
import type { Retryable } from '../../../src/application/ports/delivery.ts';
import { defaultSentences } from '../../../src/application/sentences.ts';
import { guardedBy } from '../world/guarded.ts';
import { inChat, texts } from '../world/in-chat.ts';
import { aMinute } from '../world/world.ts';

type Failure = Retryable & { readonly afterMs?: number };

/** How one message may fail for hours at a party that takes all others. */
const failures: Readonly<Record<string, Failure>> = {
  'a time-out': { outcome: 'unknown', cause: 'timeout', afterMs: 10_000 },
  'a reset': { outcome: 'unknown', cause: 'ECONNRESET' },
  'a 403 of a firewall': { outcome: 'not-delivered', cause: '403', isForeign: true },
  '408': { outcome: 'not-delivered', cause: '408' },
  '500': { outcome: 'unknown', cause: '500', isForeign: true },
  '502': { outcome: 'unknown', cause: '502' },
  '503': { outcome: 'not-delivered', cause: '503' },
  '504': { outcome: 'unknown', cause: '504' },
  'another answer': { outcome: 'unknown', cause: 'answer-without-message', isForeign: true },
};

const isPoison = (text: string): boolean => text.startsWith('poison');

/** All but poison reaches the parties; that of Pat's return to the copilot as well, if it is told so. */
const poisoned = (failure: Failure, isReturnPoison = false) =>
  guardedBy(({ liveChat, caller, customerChannel }, clock) => ({
    liveChat: {
      ...liveChat,
      start: (start, key) =>
        isPoison(start.problem ?? '') ? fail(failure, clock) : liveChat.start(start, key),
      say: (message, key) => (isPoison(message.text) ? fail(failure, clock) : liveChat.say(message, key)),
    },
    customerChannel: {
      ...customerChannel,
      say: (address, message, attempt) =>
        isPoison(message.text) ? fail(failure, clock) : customerChannel.say(address, message, attempt),
    },
    caller: {
      ...caller,
      giveBack: (address, end, attempt) =>
        isReturnPoison && address === 'teams/Pat'
          ? fail(failure, clock)
          : caller.giveBack(address, end, attempt),
    },
  }));

async function fail({ afterMs = 0, ...failure }: Failure, clock: Clock): Promise<Retryable> {
  if (afterMs > 0) await new Promise<void>((resolve) => clock.after(afterMs, resolve));
  return failure;
}

const customers = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `Customer ${n}`);

describe.each(Object.entries(failures))('R24: one message that fails each time with %s', (_, failure) => {
  it('at the live chat refuses no other customer, becomes a dead letter, and its lane goes on', async () => {
    const { pat, desk, store, seen, clock, customer } = await inChat(poisoned(failure));
    const patsChat = desk.chat();
    await pat.says('poison');
    await pat.says('and then');
    for (const name of customers(100)) {
      const other = customer(name);
      expect(await other.asks()).toMatchObject({ status: 'queued' });
      await other.says(name);
      expect(texts(desk.chat().heard)).toEqual([name]);
      await other.ends();
      await clock.pass(5 * aMinute);
    }
    expect(texts(patsChat.heard)).toEqual(['and then']);
    expect(seen().filter((text) => text === defaultSentences.messageNotDelivered)).toHaveLength(1);
    const [letter] = await store.deadLetters(10);
    expect(letter).toMatchObject({ cause: 'never-taken', content: { text: 'poison' } });
    expect((letter?.diedAt ?? 0) - (letter?.acceptedAt ?? 0)).toBeLessThan(20 * aMinute);
  });

  it('in a request for an agent refuses no other request, and is not tried for ever', async () => {
    const { store, clock, customer, history } = await inChat(poisoned(failure));
    expect(await customer('Mallory').asks({ problem: 'poison' })).toEqual({ status: 'unavailable' });
    for (const name of customers(20)) {
      expect(await customer(name).asks()).toMatchObject({ status: 'queued' });
      await clock.pass(5 * aMinute);
    }
    expect((await store.metrics()).pending['to-live-chat']).toBe(0);
    expect(await store.deadLetters(10)).toEqual([]);
    expect(history.filter(({ type }) => type === 'begun')).toHaveLength(21);
  });

  it('at Teams holds up no other customer, becomes a dead letter, and its lane goes on', async () => {
    const { dana, desk, store, seen, clock, customer, agent, teams } = await inChat(poisoned(failure));
    const patsChat = desk.chat();
    await dana.says('poison');
    await dana.says('and then');
    for (const name of customers(20)) {
      const other = customer(name);
      await other.asks();
      await agent('Lee').says('Hello');
      await clock.pass(1000);
      expect(teams.seenAt(other.address)).toContain('Lee: Hello');
      await other.ends();
      await clock.pass(5 * aMinute);
    }
    expect(seen()).toEqual(['Dana: and then']);
    expect(texts(patsChat.heard)).toContain(defaultSentences.deskNotDelivered);
    const [letter] = await store.deadLetters(10);
    expect(letter).toMatchObject({ cause: 'never-taken', content: { text: 'poison' } });
  });

  it('at the copilot holds up no other return, and its session ends', async () => {
    const { dana, desk, store, clock, customer, agent, teams } = await inChat(poisoned(failure, true));
    const patsChat = desk.chat();
    await dana.hangsUp();
    for (const name of customers(10)) {
      const other = customer(name);
      await other.asks();
      await agent('Lee').hangsUp();
      await clock.pass(1000);
      expect(teams.seenAt(other.address)).toContain('[back: agent]');
      await clock.pass(aMinute);
    }
    expect((await store.ofLiveChat(patsChat.id))?.session.status).toBe('ended');
  });
});

describe('In an outage', () => {
  it.each(['503', 'timeout'])(
    'of %s nothing is given up early, although others were served at its beginning',
    async (cause) => {
      let isDown = false;
      const failure: Failure = { outcome: 'unknown', cause };
      const options = guardedBy(({ liveChat }, clock) => ({
        liveChat: {
          ...liveChat,
          say: (message, key) =>
            isDown || (isPoison(message.text) && clock.now() < healsAt)
              ? fail(failure, clock)
              : liveChat.say(message, key),
        },
      }));
      let healsAt = Number.POSITIVE_INFINITY;
      const { pat, desk, store, clock, customer } = await inChat(options);
      const patsChat = desk.chat();
      await pat.says('poison in the first minutes');
      const lee = customer('Lee');
      await lee.asks();
      for (let minute = 0; minute < 5; minute++) {
        await lee.says(`minute ${minute}`);
        await clock.pass(aMinute);
      }
      isDown = true;
      await lee.says('in the outage');
      await clock.pass(30 * aMinute);
      isDown = false;
      healsAt = clock.now();
      await clock.pass(aMinute);
      expect(await store.deadLetters(10)).toEqual([]);
      expect(texts(patsChat.heard)).toEqual(['poison in the first minutes']);
      expect(texts(desk.chat().heard).at(-1)).toBe('in the outage');
    },
  );
});

describe('A message that is answered with what was not agreed', () => {
  const firewall = failures['a 403 of a firewall'] as Failure;

  it('becomes a dead letter within an hour although no other customer writes', async () => {
    const { pat, desk, store, clock } = await inChat(poisoned(firewall));
    await pat.says('poison');
    await pat.says('and then');
    await clock.pass(59 * aMinute);
    expect(await store.deadLetters(10)).toEqual([]);
    await clock.pass(3 * aMinute);
    expect(await store.deadLetters(10)).toMatchObject([{ cause: 'never-taken' }]);
    expect(texts(desk.chat().heard)).toEqual(['and then']);
  });

  it('is tried for longer when its party is only away', async () => {
    const { pat, store, clock } = await inChat(poisoned({ outcome: 'not-delivered', cause: '503' }));
    await pat.says('poison');
    await clock.pass(5 * 60 * aMinute);
    expect(await store.deadLetters(10)).toEqual([]);
  });
});

describe('What an ended session leaves', () => {
  it('is tried ever more seldom, and for two hours', async () => {
    const { pat, store, clock, history } = await inChat(poisoned({ outcome: 'unknown', cause: 'timeout' }));
    await pat.says('poison');
    await pat.ends();
    const before = history.length;
    await clock.pass(125 * aMinute);
    expect(await store.deadLetters(10)).toMatchObject([{ cause: 'expired', content: { text: 'poison' } }]);
    const letter = await store.deadLetters(1);
    expect(letter[0]?.attempts).toBeLessThan(80);
    // What stood behind it goes on: the agent is told, and the live chat is ended.
    expect(history.slice(before).filter(({ type }) => type === 'heard')).toHaveLength(2);
  });
});
