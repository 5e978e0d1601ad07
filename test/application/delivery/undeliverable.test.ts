import { describe, expect, it } from 'vitest';
import { defaultSentences } from '../../../src/application/sentences.ts';
import { losesTheAnswer, postpones, rejects } from '../world/fakes/behaviour.ts';
import { inChat, texts } from '../world/in-chat.ts';
import { aMinute } from '../world/world.ts';

describe('Words that cannot be delivered', () => {
  it('to the agent are kept as a dead letter, the customer is told, and the next ones go on', async () => {
    const { pat, desk, store, seen } = await inChat();
    desk.mood.say.once(rejects('invalid'));
    await pat.says('poison');
    await pat.says('fine');
    expect(texts(desk.chat().heard)).toEqual(['fine']);
    expect(seen()).toEqual([
      'One of your messages could not be delivered to the agent. Please try to say it differently.',
    ]);
    expect(await store.deadLetters(10)).toMatchObject([{ content: { text: 'poison' }, cause: 'invalid' }]);
  });

  it('to the customer are kept as a dead letter, the agent is told, and the next ones go on', async () => {
    const { dana, desk, teams, store, seen } = await inChat();
    teams.mood.say.once(rejects('too-big'));
    await dana.says('poison');
    await dana.says('fine');
    expect(seen()).toEqual(['Dana: fine']);
    expect(desk.chat().heard).toMatchObject([
      { kind: 'notice', text: 'One of your messages could not be delivered to the customer.' },
    ]);
    expect(await store.deadLetters(10)).toMatchObject([{ content: { text: 'poison' }, cause: 'too-big' }]);
  });

  it('are not told about without end when the notice cannot be delivered either', async () => {
    const { dana, desk, teams, store } = await inChat();
    teams.mood.say.always(rejects('blocked'));
    desk.mood.say.always(rejects('invalid'));
    await dana.says('one');
    expect(await store.deadLetters(10)).toHaveLength(2);
  });

  it('for a whole day expire, and the sender is told', async () => {
    const { pat, desk, store, clock, seen } = await inChat({ settings: { maxAgeMs: 10 * aMinute } });
    desk.mood.say.once(...Array(150).fill(postpones()));
    await pat.says('one');
    await clock.pass(11 * aMinute);
    expect(seen().at(-1)).toBe(defaultSentences.messageNotDelivered);
    expect(await store.deadLetters(10)).toMatchObject([{ content: { text: 'one' }, cause: 'expired' }]);
  });

  it('for certain are told from those that may have been delivered', async () => {
    const { dana, teams, seen, store, clock } = await inChat();
    teams.mood.say.once(losesTheAnswer, rejects('blocked'));
    await dana.says('one');
    await clock.pass(aMinute);
    expect(seen()).toEqual(['Dana: one']);
    expect(await store.deadLetters(10)).toMatchObject([{ attempts: 2, unknownAttempts: 1 }]);
  });
});
