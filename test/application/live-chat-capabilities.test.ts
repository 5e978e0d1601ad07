import { describe, expect, it } from 'vitest';
import { losesTheAnswer, postpones, worksAfter } from './world/fakes/behaviour.ts';
import { inChat, texts } from './world/in-chat.ts';
import { aMinute, world } from './world/world.ts';

const briefing = {
  problem: 'Fire',
  transcript: [{ from: 'customer', text: 'Hello' }],
  context: { order: 7 },
} as const;

describe('A live chat whose start carries only some of the briefing', () => {
  it.each([
    [
      ['context'],
      { context: { order: 7 }, transcript: [] },
      ['Before the handoff:\ncustomer: Hello', 'Fire'],
    ],
    [
      ['problem', 'transcript'],
      { problem: 'Fire', transcript: briefing.transcript },
      ['Details: {"order":7}'],
    ],
    [['problem', 'transcript', 'context'], briefing, []],
  ] as const)('is told the rest as messages: %j', async (startCarries, carried, rest) => {
    const { customer, desk, clock } = world({ capabilities: { startCarries } });
    await customer('Pat').asks(briefing);
    await clock.settle();
    const { sessionId: _, customer: _pat, ...asked } = desk.chat().asked;
    expect(asked).toEqual({ channel: 'teams', ...carried });
    expect(texts(desk.chat().heard)).toEqual(rest);
  });
});

describe('A live chat that opens with words alone', () => {
  const capabilities = { needsFirstWords: true, startCarries: [] };

  it('opens with the problem, which is not said again', async () => {
    const { customer, desk, clock } = world({ capabilities });
    await customer('Pat').asks({ problem: 'Fire' });
    await clock.settle();
    expect(desk.chat().asked).toMatchObject({ firstWords: 'Fire' });
    expect(desk.chat().heard).toEqual([]);
  });

  it('opens with a sentence of ours where there is no problem', async () => {
    const { customer, desk } = world({ capabilities });
    await customer('Pat').asks();
    expect(desk.chat().asked).toMatchObject({ firstWords: 'Pat would like to talk to an agent.' });
  });

  it('opens with as much of the problem as it takes, and is told the rest first of all', async () => {
    const { customer, desk, clock } = world({ capabilities });
    desk.longestText = 10;
    const pat = customer('Pat');
    await pat.asks({ problem: 'The printer is on fire' });
    await pat.says('Help');
    await clock.settle();
    const { firstWords = '' } = desk.chat().asked;
    const heard = texts(desk.chat().heard);
    expect(firstWords.length).toBeGreaterThan(0);
    expect([firstWords, ...heard.slice(0, -1)].join('')).toBe('The printer is on fire');
    expect(heard.at(-1)).toBe('Help');
  });
});

describe('A text that is too long for the live chat', () => {
  const families = 'A family 👩‍👩‍👧‍👦 '.repeat(40);

  it('is said in pieces, each a message of the lane with an id of its own', async () => {
    const { pat, desk, clock, store } = await inChat();
    desk.longestText = 100;
    desk.mood.say.once(postpones(1000));
    expect(await pat.says(families, 'p1')).toEqual({ outcome: 'accepted' });
    const stored = await store.ofConversation(pat.conversation);
    expect(stored?.pending['to-live-chat']).toBeGreaterThan(5);
    await clock.pass(aMinute);
    const { heard } = desk.chat();
    expect(texts(heard).join('')).toBe(families);
    expect(heard.every(({ text }) => text.length <= 100)).toBe(true);
    const ids = heard.map(({ messageId }) => messageId);
    expect(ids.slice(0, 3)).toEqual(['p1', 'p1-part-2', 'p1-part-3']);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is never cut within what a person sees as one character', async () => {
    const { pat, desk } = await inChat();
    desk.longestText = 30;
    await pat.says(families, 'p1');
    const family = /👩‍👩‍👧‍👦/gu;
    const whole = texts(desk.chat().heard).flatMap((text) => text.match(family) ?? []);
    expect(whole).toHaveLength(40);
  });

  it('is said once in the same pieces when it comes again', async () => {
    const { pat, desk } = await inChat();
    desk.longestText = 100;
    await pat.says(families, 'p1');
    const pieces = desk.chat().heard.length;
    await pat.says(families, 'p1');
    expect(desk.chat().heard).toHaveLength(pieces);
  });

  it('has another id than a message whose own id reads like that of a piece', async () => {
    const { pat, desk } = await inChat();
    await pat.says('Hello', 'p1-part-2');
    expect(desk.chat().heard.at(-1)).toMatchObject({ messageId: 'p1-part-2-said' });
  });

  it('is split where it is what was said before the handoff', async () => {
    const { customer, desk, clock } = world({ capabilities: { startCarries: [] } });
    desk.longestText = 100;
    await customer('Pat').asks({ transcript: [{ from: 'customer', text: families }] });
    await clock.settle();
    const { heard } = desk.chat();
    expect(heard.every(({ kind, text }) => kind === 'notice' && text.length <= 100)).toBe(true);
    expect(texts(heard).join('')).toBe(`Before the handoff:\ncustomer: ${families}`);
  });
});

describe('An attempt', () => {
  it('says whether one before it may have arrived', async () => {
    const { pat, desk, clock } = await inChat();
    desk.mood.say.once(postpones(1000), losesTheAnswer);
    await pat.says('Help');
    await clock.pass(aMinute);
    const [start, ...says] = desk.attempts;
    expect(start).toMatchObject({ mayHaveArrived: false });
    expect(says.map(({ mayHaveArrived }) => mayHaveArrived)).toEqual([false, false, true]);
    expect(new Set(says.map(({ key }) => key)).size).toBe(1);
  });

  it('at a start says so too, and names our session', async () => {
    const { customer, desk } = world();
    desk.mood.start.once(losesTheAnswer);
    await customer('Pat').asks();
    expect(desk.attempts.map(({ mayHaveArrived }) => mayHaveArrived)).toEqual([false, true]);
    expect(desk.chat().asked.sessionId).toBe('s1');
  });
});

describe('A live chat that words after its end open again', () => {
  const reopens = { capabilities: { afterEnd: 'reopens' } } as const;

  it.each([
    ['are answered late', worksAfter(3000)],
    ['have an unknown outcome', { ...losesTheAnswer, afterMs: 3000 }],
  ] as const)('is ended after words that were under way when its agent ended it, and %s', async (_, mood) => {
    const { pat, dana, desk, clock, history } = await inChat(reopens);
    desk.mood.say.once(mood);
    await pat.says('Wait');
    expect(await dana.hangsUp()).toBe('accepted');
    await clock.pass(aMinute);
    const whats = history.flatMap((each) => ('what' in each ? [`${each.type} ${each.what}`] : []));
    expect(whats.filter((what) => what.endsWith('end: agent'))).toHaveLength(3);
    expect(whats.indexOf('answered Wait')).toBeLessThan(whats.indexOf('begun end: agent'));
    expect(desk.chat().endedFor).toBe('agent');
  });

  it('is ended once more where its end may be heard late, though nothing is under way any more', async () => {
    const late = await inChat({ capabilities: { ...reopens.capabilities, isEndHeardLate: true } });
    await late.dana.hangsUp();
    await late.clock.pass(aMinute);
    expect(late.desk.chat().endedFor).toBe('agent');
  });

  it('is not ended once more where nothing was under way, and none of the others is', async () => {
    const quiet = await inChat(reopens);
    await quiet.dana.hangsUp();
    await quiet.clock.pass(aMinute);
    expect(quiet.desk.chat().endedFor).toBeUndefined();
    const refusing = await inChat();
    refusing.desk.mood.say.once(worksAfter(3000));
    await refusing.pat.says('Wait');
    await refusing.dana.hangsUp();
    await refusing.clock.pass(aMinute);
    expect(refusing.desk.chat().endedFor).toBeUndefined();
  });
});
