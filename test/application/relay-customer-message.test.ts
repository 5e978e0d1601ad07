import { describe, expect, it } from 'vitest';
import { messageId } from '../../src/domain/ids.ts';
import { postpones, works, worksAfter } from './world/fakes/behaviour.ts';
import { inChat, texts } from './world/in-chat.ts';
import { aMinute, world } from './world/world.ts';

describe('Words of the customer', () => {
  it('has an id for the agent that no problem has', async () => {
    const { pat, desk } = await inChat();
    await pat.says('one', 'm', 'Flood');
    await pat.says('two', 'm-problem', 'Storm');
    await pat.says('three', 'm-problem-said');
    await pat.says('four', 'problem');
    const ids = desk.chat().heard.map(({ messageId }) => messageId);
    expect(ids).toEqual([
      'm-problem',
      'm',
      'm-problem-problem',
      'm-problem-said',
      'm-problem-said-said',
      'problem-said',
    ]);
  });

  it('reach the agent in their order, with who said them and when', async () => {
    const { pat, desk, clock } = await inChat();
    const at = clock.now();
    expect(await pat.says('one', 'p-a')).toEqual({ outcome: 'accepted' });
    await pat.says('two');
    await pat.says('three');
    expect(texts(desk.chat().heard)).toEqual(['one', 'two', 'three']);
    expect(desk.chat().heard[0]).toEqual({
      sessionId: 's1',
      liveChatId: 'lc1',
      kind: 'customer',
      messageId: 'p-a',
      text: 'one',
      sender: 'Pat',
      at,
    });
  });

  it('keep their order however long each of them takes', async () => {
    const { pat, desk, clock } = await inChat();
    desk.mood.say.once(worksAfter(3000), worksAfter(10), worksAfter(2000));
    for (const text of ['one', 'two', 'three']) await pat.says(text);
    await clock.pass(10_000);
    expect(texts(desk.chat().heard)).toEqual(['one', 'two', 'three']);
  });

  it('are heard once however often they come', async () => {
    const { pat, desk } = await inChat();
    for (let times = 0; times < 4; times++) {
      expect(await pat.says('one', 'p1')).toEqual({ outcome: 'accepted' });
    }
    expect(texts(desk.chat().heard)).toEqual(['one']);
  });

  it('that come again after the end were accepted, and are not heard again', async () => {
    const { pat, desk, clock } = await inChat();
    await pat.says('one', 'p1');
    await pat.ends();
    await clock.pass(aMinute);
    expect(await pat.says('one', 'p1')).toEqual({ outcome: 'accepted' });
    await pat.asks();
    expect(await pat.says('one', 'p1')).toEqual({ outcome: 'accepted' });
    expect(desk.chats.map(({ heard }) => texts(heard))).toEqual([
      ['one', 'The customer has left the conversation.'],
      [],
    ]);
  });

  it('wait for the live chat to open', async () => {
    const { customer, desk, clock } = world();
    desk.mood.start.once(worksAfter(3000));
    const pat = customer('Pat');
    const asked = pat.begins();
    await clock.pass(1000);
    expect(await pat.says('one')).toEqual({ outcome: 'accepted' });
    await clock.until(asked);
    await clock.settle();
    expect(texts(desk.chat().heard)).toEqual(['one']);
  });

  it('that were accepted before the end still reach the agent, before the notice that the customer left', async () => {
    const { pat, desk, clock } = await inChat();
    desk.mood.say.once(postpones(5000));
    await pat.says('one');
    await pat.says('two');
    await pat.ends();
    await clock.pass(aMinute);
    expect(texts(desk.chat().heard)).toEqual(['one', 'two', 'The customer has left the conversation.']);
    expect(desk.chat().endedFor).toBe('customer');
  });

  it('find no agent when no session is open', async () => {
    const { customer, pat, dana, teams } = await inChat();
    expect(await customer('Kim').says('Hello?')).toEqual({ outcome: 'none' });
    teams.mood.say.always(postpones());
    await dana.hangsUp();
    expect(await pat.says('Hello?')).toEqual({ outcome: 'none', lastEnd: 'agent' });
  });

  it('are refused when what waits weighs too much, repeats of accepted ones are not', async () => {
    const { pat, desk, clock } = await inChat({ settings: { laneBytes: 1000 } });
    desk.mood.say.always(postpones());
    const long = 'x'.repeat(600);
    expect(await pat.says(long, 'p1')).toEqual({ outcome: 'accepted' });
    expect(await pat.says(long, 'p2')).toEqual({ outcome: 'full' });
    expect(await pat.says('short', 'p3')).toEqual({ outcome: 'accepted' });
    expect(await pat.says(long, 'p1')).toEqual({ outcome: 'accepted' });
    desk.mood.say.always(works);
    await clock.pass(aMinute);
    expect(texts(desk.chat().heard)).toEqual([long, 'short']);
    expect(await pat.says(long, 'p2')).toEqual({ outcome: 'accepted' });
  });

  it('are taken by an empty lane, however long they are', async () => {
    const { pat, desk } = await inChat({ settings: { laneBytes: 1000 } });
    expect(await pat.says('x'.repeat(5000))).toEqual({ outcome: 'accepted' });
    expect(desk.chat().heard).toHaveLength(1);
  });

  it('are refused when too many wait, repeats of accepted ones are not', async () => {
    const { pat, desk, clock } = await inChat({ settings: { laneLimit: 2 } });
    desk.mood.say.always(postpones());
    await pat.says('one', 'p1');
    await pat.says('two', 'p2');
    expect(await pat.says('three', 'p3')).toEqual({ outcome: 'full' });
    expect(await pat.says('two', 'p2')).toEqual({ outcome: 'accepted' });
    desk.mood.say.always(works);
    await clock.pass(aMinute);
    expect(await pat.says('three', 'p3')).toEqual({ outcome: 'accepted' });
    expect(texts(desk.chat().heard)).toEqual(['one', 'two', 'three']);
  });

  it('do not wait for the words of the agent, nor for another session', async () => {
    const { pat, dana, desk, teams, customer, agent } = await inChat();
    teams.mood.say.once(postpones(aMinute));
    await dana.says('Hello');
    await pat.says('one');
    expect(texts(desk.chat().heard)).toEqual(['one']);
    const kim = customer('Kim');
    await kim.asks();
    await agent('Elli').says('Hi Kim');
    expect(teams.seenAt(kim.address)).toEqual(['Elli: Hi Kim']);
  });

  it('tell where the customer is now', async () => {
    const { pat, dana, bridge, clock, teams } = await inChat();
    const { conversation } = pat;
    const message = { conversationId: conversation, text: 'one', customerAddress: 'teams/Pat/phone' };
    await clock.until(bridge().relayCustomerMessage({ ...message, messageId: messageId('p-phone') }));
    await dana.says('Hello');
    expect(teams.seenAt('teams/Pat/phone')).toEqual(['Dana: Hello']);
  });
});

describe('The problem', () => {
  it('that came with the request is told again only by a customer who types it', async () => {
    const { pat, desk } = await inChat();
    await pat.says('Fire', 'p1', 'Fire');
    await pat.says('Fire', 'p2', 'Fire');
    await pat.says('Help!', 'p3', 'Fire');
    expect(texts(desk.chat().heard)).toEqual(['Fire', 'Fire', 'Help!']);
  });

  it('that came with the first words is told once, before them', async () => {
    const { customer, desk } = world();
    const pat = customer('Pat');
    await pat.asks();
    await pat.says('Hello', 'p1', 'Fire');
    await pat.says('Anybody?', 'p2', 'Fire');
    expect(texts(desk.chat().heard)).toEqual(['Fire', 'Hello', 'Anybody?']);
  });

  it('follows as a message, after what was said before, where the start cannot carry it', async () => {
    const { customer, desk, clock } = world({ capabilities: { startCarries: [] } });
    await customer('Pat').asks({
      problem: 'Fire',
      transcript: [{ from: 'customer', text: 'Hello' }],
      context: { order: 7 },
    });
    await clock.settle();
    expect(desk.chat().asked).toMatchObject({ transcript: [] });
    expect(desk.chat().heard.map(({ kind, text }) => [kind, text])).toEqual([
      ['notice', 'Before the handoff:\ncustomer: Hello'],
      ['notice', 'Details: {"order":7}'],
      ['customer', 'Fire'],
    ]);
  });
});
