import { describe, expect, it } from 'vitest';
import { defaultSentences } from '../../../src/application/sentences.ts';
import { losesTheCall, postpones, works } from '../world/fakes/behaviour.ts';
import { begunIn } from '../world/fakes/history.ts';
import { guarded } from '../world/guarded.ts';
import { inChat, texts } from '../world/in-chat.ts';
import { aMinute } from '../world/world.ts';

const numbers = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `word ${n}`);

describe('While the live chat is down for ten minutes (R7)', () => {
  it('words wait in order, the customer is told once, and told again when it is back', async () => {
    const { pat, desk, seen, clock } = await inChat(guarded);
    desk.mood.say.always(postpones());
    for (const word of numbers(20)) {
      await pat.says(word);
      await clock.pass(aMinute / 2);
    }
    expect(seen()).toEqual([defaultSentences.liveChatDown]);
    desk.mood.say.always(works);
    await clock.pass(aMinute);
    expect(texts(desk.chat().heard)).toEqual(numbers(20));
    expect(seen()).toEqual([defaultSentences.liveChatDown, defaultSentences.liveChatBack]);
  });

  it('it is tried every few seconds and not for each word', async () => {
    const { pat, desk, clock, history } = await inChat(guarded);
    desk.mood.say.always(losesTheCall);
    const before = begunIn(history, 'to-live-chat').length;
    for (const word of numbers(100)) await pat.says(word);
    await clock.pass(10 * aMinute);
    expect(begunIn(history, 'to-live-chat').length - before).toBeLessThan(130);
  });

  it('requests for an agent are answered at once, and few of them reach the live chat', async () => {
    const { pat, desk, clock, customer, history } = await inChat(guarded);
    const others = [customer('Lee'), customer('Max')];
    for (const other of others) await other.asks();
    desk.mood.say.always(losesTheCall);
    desk.mood.start.always(losesTheCall);
    for (const each of [pat, ...others]) await each.says('Hello?');
    await clock.pass(aMinute);
    const starts = () => begunIn(history, 'to-live-chat').filter(({ what }) => what === 'start').length;
    const before = starts();
    desk.mood.start.always(postpones());
    for (let asked = 0; asked < 20; asked++) {
      const askedAt = clock.now();
      expect(await customer(`Kim ${asked}`).asks()).toEqual({ status: 'unavailable' });
      expect(clock.now() - askedAt).toBeLessThan(500);
    }
    expect(starts() - before).toBeLessThan(6);
  });

  it('a request for an agent is tried although the words of one session wait', async () => {
    const { pat, desk, clock, customer } = await inChat(guarded);
    desk.mood.say.always(postpones());
    await pat.says('Hello?');
    await clock.pass(aMinute);
    expect(await customer('Kim').asks()).toMatchObject({ status: 'queued' });
  });

  it('an agent can be had again soon after it is back', async () => {
    const { pat, desk, clock, customer } = await inChat(guarded);
    desk.mood.say.always(postpones());
    await pat.says('Hello?');
    await clock.pass(aMinute);
    desk.mood.say.always(works);
    await clock.pass(aMinute / 6);
    expect(await customer('Kim').asks()).toMatchObject({ status: 'queued' });
  });
});

describe('While Teams is down for ten minutes (R8)', () => {
  it('words wait in order, the agent is told once, and told again when it is back', async () => {
    const { dana, desk, teams, seen, clock } = await inChat(guarded);
    teams.mood.say.always(postpones());
    for (const word of numbers(20)) {
      await dana.says(word);
      await clock.pass(aMinute / 2);
    }
    expect(texts(desk.chat().heard)).toEqual([defaultSentences.deskCustomerUnreachable]);
    teams.mood.say.always(works);
    await clock.pass(aMinute);
    expect(seen()).toEqual(numbers(20).map((word) => `Dana: ${word}`));
    expect(texts(desk.chat().heard)).toEqual([
      defaultSentences.deskCustomerUnreachable,
      defaultSentences.deskCustomerReachable,
    ]);
  });

  it('words of the customer reach the agent all the same', async () => {
    const { pat, dana, desk, teams, clock } = await inChat(guarded);
    teams.mood.say.always(losesTheCall);
    for (const word of numbers(10)) await dana.says(word);
    await clock.pass(aMinute);
    await pat.says('Are you there?');
    await clock.pass(10);
    expect(texts(desk.chat().heard)).toContain('Are you there?');
  });
});

describe('A single message that waits long', () => {
  it('is told of as well, without any circuit breaker', async () => {
    const { pat, desk, seen, clock } = await inChat();
    desk.mood.say.once(...Array(8).fill(postpones()));
    await pat.says('one');
    await clock.pass(5 * aMinute);
    expect(seen()).toEqual([defaultSentences.liveChatDown, defaultSentences.liveChatBack]);
    expect(texts(desk.chat().heard)).toEqual(['one']);
  });

  it('is not told of when it was only a moment', async () => {
    const { pat, desk, seen, clock } = await inChat();
    desk.mood.say.once(...Array(4).fill(postpones()));
    await pat.says('one');
    await clock.pass(5 * aMinute);
    expect(seen()).toEqual([]);
    expect(texts(desk.chat().heard)).toEqual(['one']);
  });
});
