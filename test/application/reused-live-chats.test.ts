import { describe, expect, it } from 'vitest';
import { defaultSentences } from '../../src/application/sentences.ts';
import { liveChatId } from '../../src/domain/ids.ts';
import { losesTheAnswer, postpones, works, worksAfter } from './world/fakes/behaviour.ts';
import { inChat, texts } from './world/in-chat.ts';
import { aMinute, world } from './world/world.ts';

const lc1 = liveChatId('lc1');

describe('R27: A live chat that gives an id again while something still waits for it', () => {
  it('is not used for the next session, so that the words of the last one do not reach its agent', async () => {
    const { pat, desk, customer, clock, store } = await inChat();
    desk.mood.say.always(postpones());
    await pat.says('For Dana alone');
    await pat.ends();
    desk.givesAgain = lc1;
    const kim = customer('Kim');
    expect(await kim.asks()).toEqual({ status: 'unavailable' });
    expect(desk.chat()).toMatchObject({ id: lc1, heard: [] });
    expect(desk.chat()).not.toHaveProperty('endedFor');
    expect(await kim.says('Hello?')).toMatchObject({ outcome: 'none' });
    desk.mood.say.always(works);
    await clock.pass(aMinute);
    expect((await store.ofLiveChat(lc1))?.session.customer.name).toBe('Pat');
    desk.givesAgain = lc1;
    expect(await kim.asks()).toMatchObject({ status: 'queued', liveChatId: lc1 });
    await kim.says('Hello');
    expect(texts(desk.chat().heard)).toEqual(['Hello']);
  });

  it('is used for the next session when only the answer to the end of the last one is on its way', async () => {
    const { pat, desk, customer } = await inChat();
    desk.mood.end.once(worksAfter(1000));
    await pat.ends();
    desk.givesAgain = lc1;
    const kim = customer('Kim');
    expect(await kim.asks()).toMatchObject({ status: 'queued', liveChatId: lc1 });
    await kim.says('Hello');
    expect(texts(desk.chat().heard)).toEqual(['Hello']);
    expect(desk.chat()).not.toHaveProperty('endedFor');
  });

  it('is used for the next session when the farewell of the last one is on its way', async () => {
    const { dana, teams, desk, customer, agent } = await inChat();
    teams.mood.say.once(worksAfter(1500));
    await dana.hangsUp();
    desk.givesAgain = lc1;
    const kim = customer('Kim');
    expect(await kim.asks()).toMatchObject({ status: 'queued', liveChatId: lc1 });
    await agent('Elli', lc1).says('Hello Kim');
    expect(teams.seenAt(kim.address)).toEqual(['Elli: Hello Kim']);
  });
});

describe('R27: A start that is answered after its session is over', () => {
  it.each([
    { when: 'late', start: worksAfter(15_000) },
    { when: 'at a repeat', start: losesTheAnswer },
  ])(
    'with an id that another session has by then ($when) is dropped, and ends nothing',
    async ({ start }) => {
      const { customer, desk, clock, teams, agent } = world();
      desk.mood.start.once(start);
      const pat = customer('Pat');
      const asked = pat.begins();
      await clock.pass(100);
      await pat.ends();
      expect(await clock.until(asked)).toEqual({ status: 'unavailable' });
      desk.givesAgain = lc1;
      const kim = customer('Kim');
      expect(await kim.asks()).toMatchObject({ status: 'queued', liveChatId: lc1 });
      await clock.pass(5 * aMinute);
      const kims = desk.chats[1];
      expect(kims).toMatchObject({ id: lc1, heard: [] });
      expect(kims).not.toHaveProperty('endedFor');
      await kim.says('Hello');
      await agent('Elli', lc1).says('Hello Kim');
      expect(texts(kims?.heard ?? [])).toEqual(['Hello']);
      expect(teams.seenAt(kim.address)).toEqual(['Elli: Hello Kim']);
      expect(teams.seenAt(pat.address)).toEqual([]);
    },
  );

  it('learns its id and ends its chat where no other session has it', async () => {
    const { customer, desk, clock } = world();
    desk.mood.start.once(worksAfter(15_000));
    const pat = customer('Pat');
    expect(await pat.asks()).toEqual({ status: 'unavailable' });
    await clock.pass(aMinute);
    expect(desk.chat().endedFor).toBe('unavailable');
    expect(texts(desk.chat().heard)).not.toContain(defaultSentences.deskCustomerLeft);
  });
});

const aDay = 24 * 60 * aMinute;

describe('R27: Callbacks of a live chat whose id was given before', () => {
  it.each([
    { when: 'at once', after: 0 },
    { when: 'a day later', after: aDay },
  ])('have their effect although their own ids came before as well ($when)', async ({ after }) => {
    const { pat, dana, desk, clock, seen } = await inChat();
    await dana.joins('1');
    await dana.says('Hello', '2');
    await dana.reports({ type: 'typing' }, '3');
    await dana.hangsUp('Bye', '4');
    await clock.pass(after);
    desk.givesAgain = lc1;
    expect(await pat.asks()).toMatchObject({ status: 'queued', liveChatId: lc1 });
    const before = seen().length;
    expect(await dana.joins('1')).toBe('accepted');
    expect(await dana.joins('1')).toBe('duplicate');
    expect(await dana.says('Hello again', '2')).toBe('accepted');
    expect(await dana.says('Hello again', '2')).toBe('duplicate');
    expect(await dana.reports({ type: 'typing' }, '3')).toBe('accepted');
    expect(await dana.hangsUp('Bye again', '4')).toBe('accepted');
    expect(await dana.hangsUp('Bye again', '4')).toBe('duplicate');
    expect(seen().slice(before)).toEqual([
      'Dana has joined and will help you now.',
      'Dana: Hello again',
      'Dana: Bye again',
      defaultSentences.endedByAgent,
      '[back: agent]',
    ]);
  });

  it('have their effect although their ids and that of the live chat read together as others did', async () => {
    const { customer, desk, agent, teams } = world();
    const pat = customer('Pat');
    desk.givesAgain = liveChatId('a');
    await pat.asks();
    await agent('Dana', liveChatId('a')).says('one', 'b:c');
    await pat.ends();
    desk.givesAgain = liveChatId('a:b');
    await pat.asks();
    expect(await agent('Dana', liveChatId('a:b')).says('two', 'c')).toBe('accepted');
    expect(teams.seenAt(pat.address)).toEqual(['Dana: one', 'Dana: two']);
  });

  it('are repeats of what was taken before in the same session, and not in another one', async () => {
    const { pat, dana, desk, store, seen } = await inChat();
    const stored = await store.ofConversation(pat.conversation);
    if (!stored) throw new Error('there is no session');
    const inbound = { id: `live-chat:${stored.session.id}:m1`, answer: 'accepted' };
    const taken = { session: stored.session, expectedVersion: stored.version, events: [], messages: [] };
    await store.commit({ ...taken, deadLetterLanes: [], inbound });
    expect(await dana.says('Hello', 'm1')).toBe('duplicate');
    expect(await dana.says('Hello', 'm2')).toBe('accepted');
    await pat.ends();
    expect(await dana.says('Hello', 'm1')).toBe('duplicate');
    desk.givesAgain = lc1;
    await pat.asks();
    expect(await dana.says('Hello again', 'm1')).toBe('accepted');
    expect(seen()).toEqual(['Dana: Hello', 'Dana: Hello again']);
  });
});
