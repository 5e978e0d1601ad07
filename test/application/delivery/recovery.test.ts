import { describe, expect, it } from 'vitest';
import { postpones, works } from '../world/fakes/behaviour.ts';
import { begunIn } from '../world/fakes/history.ts';
import { guarded, guardedBy } from '../world/guarded.ts';
import { inChat, texts } from '../world/in-chat.ts';
import { aMinute } from '../world/world.ts';

/** The longest time between two attempts at a peer that is away, in milliseconds, as docs/operations.md states it. */
const documentedMs = 8000;

/** Away for so long, in seconds: another moment between two attempts each time. */
const outages = [30, 63, 120, 125, 131, 600] as const;

describe.each(outages)('After %i s without the live chat', (outageSeconds) => {
  it.each([1, 2])('the words of %i conversation(s) arrive as soon as operators are told', async (count) => {
    const { pat, desk, clock, customer } = await inChat(guarded);
    const people = [pat, ...Array.from({ length: count - 1 }, (_, n) => customer(`Lee ${n}`))];
    for (const each of people.slice(1)) await each.asks();
    desk.mood.say.always(postpones());
    for (const each of people) {
      await each.says('Hello?');
      await clock.pass(700);
    }
    await clock.pass(outageSeconds * 1000);
    desk.mood.say.always(works);
    await clock.pass(documentedMs);
    expect(desk.chats.map(({ heard }) => texts(heard))).toEqual(people.map(() => ['Hello?']));
  });
});

describe('A peer that takes a message again', () => {
  it('is sent at once what waited in other conversations', async () => {
    const { pat, desk, clock, customer, history } = await inChat();
    const lee = customer('Lee');
    await lee.asks();
    desk.mood.say.always(postpones());
    await pat.says('from Pat');
    await clock.pass(2500);
    await lee.says('from Lee');
    await clock.pass(aMinute);
    desk.mood.say.always(works);
    await clock.pass(documentedMs);
    const [first = 0, second = 0] = begunIn(history, 'to-live-chat')
      .slice(-2)
      .map(({ at }) => at);
    expect(second - first).toBeLessThan(100);
  });

  it('is not sent before the time that it has asked for', async () => {
    const { pat, desk, clock, customer, history } = await inChat();
    const lee = customer('Lee');
    await lee.asks();
    desk.mood.say.once(postpones(50_000));
    await pat.says('from Pat');
    await lee.says('from Lee');
    await clock.pass(40_000);
    const begun = begunIn(history, 'to-live-chat').map(({ what }) => what);
    expect(begun.slice(-2)).toEqual(['from Pat', 'from Lee']);
  });

  it('is not asked again for each message of others to take one that it never takes', async () => {
    let tries = 0;
    const options = guardedBy(({ liveChat }) => ({
      liveChat: {
        ...liveChat,
        say(message, key) {
          if (message.text !== 'poison') return liveChat.say(message, key);
          tries++;
          return Promise.resolve({ outcome: 'not-delivered', cause: '503' });
        },
      },
    }));
    const { pat, clock, customer } = await inChat(options);
    const lee = customer('Lee');
    await lee.asks();
    await pat.says('poison');
    for (let second = 0; second < 60; second++) {
      await lee.says(`word ${second}`);
      await clock.pass(1000);
    }
    expect(tries).toBeLessThan(20);
  });
});
