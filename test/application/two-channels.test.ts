import { describe, expect, it } from 'vitest';
import { postpones } from './world/fakes/behaviour.ts';
import { texts } from './world/in-chat.ts';
import { aMinute, world } from './world/world.ts';

/** Pat in Teams and Wanda in the web chat, each with a copilot that calls by a protocol of its own, and an agent for each. */
async function bothInChat() {
  const all = world();
  const pat = all.customer('Pat');
  await pat.asks();
  const patsChat = all.desk.chat();
  const wanda = all.customer('Wanda', all.webChat);
  await wanda.asks();
  const wandasChat = all.desk.chat();
  return {
    ...all,
    pat,
    wanda,
    patsChat,
    wandasChat,
    dana: all.agent('Dana', patsChat.id),
    elli: all.agent('Elli', wandasChat.id),
  };
}

describe('Two sessions in different channels', () => {
  it('are served at once, each in its own', async () => {
    const { pat, wanda, patsChat, wandasChat, dana, elli, teams, webChat } = await bothInChat();
    await Promise.all([pat.says('from Teams'), wanda.says('from the web')]);
    await Promise.all([dana.says('to Teams'), elli.says('to the web')]);
    expect(texts(patsChat.heard)).toEqual(['from Teams']);
    expect(texts(wandasChat.heard)).toEqual(['from the web']);
    expect([teams.seenAt(pat.address), teams.seenAt(wanda.address)]).toEqual([['Dana: to Teams'], []]);
    expect([webChat.seenAt(wanda.address), webChat.seenAt(pat.address)]).toEqual([['Elli: to the web'], []]);
  });

  it('are given back by the protocol by which each copilot called', async () => {
    const { pat, wanda, dana, elli, teams, webChat } = await bothInChat();
    await dana.hangsUp();
    await elli.hangsUp();
    expect(teams.seenAt(pat.address).at(-1)).toBe('[back: agent]');
    expect(webChat.seenAt(wanda.address).at(-1)).toBe('[back: agent]');
    expect(teams.seenAt(wanda.address)).toEqual([]);
    expect(webChat.seenAt(pat.address)).toEqual([]);
  });

  it('tell the live chat where their customers are', async () => {
    const { patsChat, wandasChat, teams, webChat } = await bothInChat();
    expect([patsChat.asked.channel, wandasChat.asked.channel]).toEqual([
      teams.channel.id,
      webChat.channel.id,
    ]);
  });

  it('show typing each in its own', async () => {
    const { pat, wanda, dana, elli, teams, webChat } = await bothInChat();
    await dana.types();
    await elli.types();
    expect([teams.typingSeenAt, webChat.typingSeenAt]).toEqual([[pat.address], [wanda.address]]);
  });

  it('do not wait for each other while one channel is away', async () => {
    const { wanda, dana, elli, teams, webChat, clock } = await bothInChat();
    teams.mood.say.always(postpones());
    for (let n = 0; n < 5; n++) await dana.says(`to Teams ${n}`);
    await elli.says('to the web');
    await clock.pass(100);
    expect(webChat.seenAt(wanda.address)).toEqual(['Elli: to the web']);
  });

  it('do not judge one channel by what the other takes', async () => {
    const { dana, elli, teams, store, clock } = await bothInChat();
    teams.mood.say.always(postpones());
    await dana.says('to Teams');
    for (let minute = 0; minute < 20; minute++) {
      await elli.says(`to the web ${minute}`);
      await clock.pass(aMinute);
    }
    expect(await store.deadLetters(10)).toEqual([]);
  });

  it('take an agent’s words in the pieces that their own channel takes', async () => {
    const all = world({
      guard: ({ customerChannel }) => ({
        customerChannel: { ...customerChannel, split: (text) => text.split(/(?<=,)/) },
      }),
    });
    const pat = all.customer('Pat');
    await pat.asks();
    const dana = all.agent('Dana', all.desk.chat().id);
    const wanda = all.customer('Wanda', all.webChat);
    await wanda.asks();
    const elli = all.agent('Elli', all.desk.chat().id);
    await dana.says('one,two');
    await elli.says('one,two');
    expect(all.teams.seenAt(pat.address)).toEqual(['Dana: one,', 'Dana: two']);
    expect(all.webChat.seenAt(wanda.address)).toEqual(['Elli: one,two']);
  });
});
