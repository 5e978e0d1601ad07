import { describe, expect, it } from 'vitest';
import { defaultSentences } from '../../src/application/sentences.ts';
import { liveChatId } from '../../src/domain/ids.ts';
import { losesTheAnswer, postpones, works, worksAfter } from './fakes/behaviour.ts';
import { inChat, texts } from './in-chat.ts';
import { aMinute, world } from './world.ts';

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
