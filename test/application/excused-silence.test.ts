import { describe, expect, it } from 'vitest';
import { defaultSentences } from '../../src/application/sentences.ts';
import { postpones, works } from './world/fakes/behaviour.ts';
import { inChat, texts } from './world/in-chat.ts';
import { aMinute } from './world/world.ts';

const {
  liveChatDown,
  liveChatBack,
  idleWarning,
  endedIdle,
  endedFailed,
  endedTooLong,
  undeliveredAtEnd,
  deskCustomerUnreachable,
  deskCustomerReachable,
  deskIdle,
  deskTooLong,
  deskNotDeliveredAtEnd,
} = defaultSentences;
const warning = idleWarning.replace('{minutes}', '5');

describe('Silence while the live chat cannot be reached', () => {
  it('does not end the session, and counts from when the words have arrived', async () => {
    const { pat, desk, seen, sweepFor } = await inChat();
    desk.mood.say.always(postpones());
    await pat.says('Hello?');
    await sweepFor(3 * 60 * aMinute);
    expect(seen()).toEqual([liveChatDown]);
    desk.mood.say.always(works);
    await sweepFor(54 * aMinute);
    expect(texts(desk.chat().heard)).toEqual(['Hello?']);
    expect(desk.chat()).not.toHaveProperty('endedFor');
    expect(seen()).toEqual([liveChatDown, liveChatBack]);
    await sweepFor(7 * aMinute);
    expect(seen()).toEqual([liveChatDown, liveChatBack, warning, endedIdle, '[back: idle]']);
    expect(texts(desk.chat().heard)).toEqual(['Hello?', deskIdle]);
  });

  it('ends with its cause when the session is too old, and says what was not delivered', async () => {
    const { pat, desk, seen, sweepFor, store } = await inChat({ settings: { maxAgeMs: 120 * aMinute } });
    await sweepFor(50 * aMinute);
    await pat.says('Hello?');
    desk.mood.say.always(postpones());
    desk.mood.end.always(postpones());
    await pat.says('Are you there?');
    await sweepFor(71 * aMinute);
    expect(seen().slice(-2)).toEqual([`${undeliveredAtEnd} ${endedFailed}`, '[back: failed]']);
    expect(await store.deadLetters(10)).toMatchObject([{ content: { text: 'Are you there?' } }]);
    desk.mood.say.always(works);
    desk.mood.end.always(works);
    await sweepFor(5 * aMinute);
    expect(texts(desk.chat().heard)).toEqual(['Hello?']);
    expect(desk.chat().endedFor).toBe('failed');
  });
});

describe('Silence while the customer cannot be reached', () => {
  it('does not end the session, and counts from when the words have arrived', async () => {
    const { dana, desk, teams, seen, sweepFor } = await inChat();
    teams.mood.say.always(postpones());
    await dana.says('Hello?');
    await sweepFor(3 * 60 * aMinute);
    expect(texts(desk.chat().heard)).toEqual([deskCustomerUnreachable]);
    teams.mood.say.always(works);
    await sweepFor(54 * aMinute);
    expect(seen()).toEqual(['Dana: Hello?']);
    expect(texts(desk.chat().heard)).toEqual([deskCustomerUnreachable, deskCustomerReachable]);
    await sweepFor(7 * aMinute);
    expect(seen()).toEqual(['Dana: Hello?', warning, endedIdle, '[back: idle]']);
  });

  it('tells the agent what may not have arrived when the session is too old', async () => {
    const { dana, desk, teams, sweepFor } = await inChat({ settings: { maxAgeMs: 120 * aMinute } });
    teams.mood.say.always(postpones());
    await dana.says('Hello?');
    await sweepFor(121 * aMinute);
    expect(texts(desk.chat().heard)).toEqual([deskCustomerUnreachable, deskNotDeliveredAtEnd, deskTooLong]);
  });
});

describe('Silence while words wait', () => {
  it('does not count, although the other side was not told of a delay', async () => {
    const { pat, desk, seen, sweepFor } = await inChat();
    desk.mood.say.once(postpones(70 * aMinute));
    await pat.says('Hello?');
    await sweepFor(65 * aMinute);
    expect(seen()).toEqual([]);
    await sweepFor(59 * aMinute);
    expect(texts(desk.chat().heard)).toEqual(['Hello?']);
    expect(seen()).toEqual([]);
    await sweepFor(8 * aMinute);
    expect(seen()).toEqual([warning, endedIdle, '[back: idle]'].slice(0, seen().length));
    expect(seen()).toContain(warning);
  });

  it('is not warned of while the warning could not arrive', async () => {
    const { teams, seen, sweepFor, clock, status } = await withStatus();
    await sweepFor(54 * aMinute);
    teams.mood.say.always(postpones());
    await sweepFor(60 * aMinute);
    expect(await status()).toBe('queued');
    teams.mood.say.always(works);
    await clock.pass(aMinute);
    expect(seen()).toEqual([warning]);
    await sweepFor(54 * aMinute);
    expect(await status()).toBe('queued');
  });

  it('says what may not have arrived when a session that is too old ends meanwhile', async () => {
    const { pat, desk, seen, sweepFor } = await inChat({ settings: { maxAgeMs: 30 * aMinute } });
    await sweepFor(29 * aMinute);
    desk.mood.say.once(postpones(5 * aMinute));
    await pat.says('One more thing');
    await sweepFor(2 * aMinute);
    expect(seen()).toEqual([`${undeliveredAtEnd} ${endedTooLong}`, '[back: too-long]']);
  });
});

async function withStatus() {
  const all = await inChat();
  const status = async () => (await all.store.ofConversation(all.pat.conversation))?.session.status;
  return { ...all, status };
}
