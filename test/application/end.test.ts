import { describe, expect, it } from 'vitest';
import { defaultSentences } from '../../src/application/sentences.ts';
import { liveChatId } from '../../src/domain/ids.ts';
import { losesTheCall, postpones, rejects, works, worksAfter } from './world/fakes/behaviour.ts';
import { aMinute, type WorldOptions, world } from './world/world.ts';

async function inChat(options?: WorldOptions) {
  const all = world(options);
  const pat = all.customer('Pat');
  await pat.asks();
  const dana = all.agent('Dana');
  await dana.says('Hello');
  const isHeld = async () => (await all.store.ofConversation(pat.conversation)) !== undefined;
  return { ...all, pat, dana, isHeld, seen: () => all.teams.seenAt(pat.address) };
}

const { endedByAgent, endedFailed, undeliveredAtEnd, deskCustomerLeft, deskCopilotTookOver } =
  defaultSentences;

describe('A customer who ends it', () => {
  it('is with the copilot again, and the agent is told', async () => {
    const { pat, desk, seen, isHeld } = await inChat();
    expect(await pat.ends()).toEqual({ status: 'ended', liveChatId: 'lc1' });
    expect(desk.chat().heard).toMatchObject([{ kind: 'notice', text: deskCustomerLeft }]);
    expect(desk.chat().endedFor).toBe('customer');
    expect(seen()).toEqual(['Dana: Hello']);
    expect(await isHeld()).toBe(false);
  });

  it('leaves words to an agent who ends it meanwhile, and these are given up for all to see', async () => {
    const { pat, dana, desk, clock, store } = await inChat();
    desk.mood.say.always(postpones());
    await pat.says('Wait!');
    await pat.ends();
    expect(await dana.hangsUp()).toBe('ended');
    desk.mood.say.always(works);
    await clock.pass(aMinute);
    expect(desk.chat().heard).toEqual([]);
    // What was under way may have opened it again.
    expect(desk.chat().endedFor).toBe('customer');
    expect(await store.deadLetters(10)).toMatchObject([{ content: { text: 'Wait!' }, cause: 'ended' }]);
  });

  it('gets the same answer to the same request, whatever is open by then', async () => {
    const { pat, desk } = await inChat();
    const answer = await pat.ends({ requestId: 'e1' });
    expect(await pat.ends({ requestId: 'e1' })).toEqual(answer);
    await pat.asks();
    expect(await pat.ends({ requestId: 'e1' })).toEqual(answer);
    expect(desk.chat()).not.toHaveProperty('endedFor');
  });

  it('without a session ends nothing', async () => {
    const { customer } = await inChat();
    expect(await customer('Kim').ends()).toEqual({ status: 'none' });
  });

  it('names a live chat and ends no other one', async () => {
    const { pat, customer, desk } = await inChat();
    const kim = customer('Kim');
    await kim.asks();
    expect(await pat.ends({ liveChatId: liveChatId('lc2') })).toEqual({ status: 'none' });
    expect(desk.chats.map(({ endedFor }) => endedFor)).toEqual([undefined, undefined]);
    expect(await pat.ends({ liveChatId: liveChatId('lc1') })).toMatchObject({ status: 'ended' });
    expect(desk.chats.map(({ endedFor }) => endedFor)).toEqual(['customer', undefined]);
  });

  it('names an earlier live chat of theirs and ends the one that they have', async () => {
    const { pat, dana, desk } = await inChat();
    await dana.hangsUp();
    await pat.asks();
    expect(await pat.ends({ liveChatId: liveChatId('lc1') })).toEqual({
      status: 'ended',
      liveChatId: 'lc2',
    });
    expect(desk.chats.map(({ endedFor }) => endedFor)).toEqual([undefined, 'customer']);
  });

  it('sees nothing more, not even what was accepted; that is kept, and the agent is told', async () => {
    const { pat, dana, teams, desk, store, seen, clock } = await inChat();
    teams.mood.say.always(postpones());
    await dana.says('too late');
    await pat.ends();
    expect(await store.deadLetters(10)).toMatchObject([{ content: { text: 'too late' } }]);
    teams.mood.say.always(works);
    await clock.pass(10 * aMinute);
    expect(seen()).toEqual(['Dana: Hello']);
    expect(await store.deadLetters(10)).toHaveLength(1);
    expect(desk.chat().heard.map(({ text }) => text)).toEqual([
      defaultSentences.deskNotDeliveredAtEnd,
      deskCustomerLeft,
    ]);
  });

  it('while the live chat opens leaves no live chat behind', async () => {
    const { customer, desk, clock } = world();
    desk.mood.start.once(worksAfter(3000));
    const pat = customer('Pat');
    const asked = pat.begins();
    await clock.pass(1000);
    expect(await pat.ends()).toEqual({ status: 'ended' });
    expect(await clock.until(asked)).toEqual({ status: 'unavailable' });
    await clock.pass(aMinute);
    expect(desk.chat().endedFor).toBe('customer');
  });

  it('during the farewell of the agent tells a live chat that is over nothing more', async () => {
    const { pat, dana, teams, desk, store, clock, seen } = await inChat();
    teams.mood.say.always(postpones());
    await dana.hangsUp();
    desk.chat().endedFor = 'agent hung up';
    expect(await pat.ends()).toMatchObject({ status: 'ended' });
    teams.mood.say.always(works);
    await clock.pass(aMinute);
    expect(desk.chat().heard).toEqual([]);
    expect(seen()).toEqual(['Dana: Hello']);
    expect((await store.deadLetters(10)).map(({ direction }) => direction)).toEqual(['to-customer']);
  });
});

describe('A copilot that takes over', () => {
  it('ends the session, and the agent is told', async () => {
    const { pat, desk } = await inChat();
    await pat.ends({ by: 'copilot' });
    expect(desk.chat().heard).toMatchObject([{ kind: 'notice', text: deskCopilotTookOver }]);
    expect(desk.chat().endedFor).toBe('copilot');
  });
});

describe('An agent who ends it', () => {
  it('lets the customer read the last words and the farewell before the copilot takes over', async () => {
    const { dana, desk, seen, isHeld } = await inChat();
    expect(await dana.hangsUp('Take care')).toBe('accepted');
    expect(seen()).toEqual(['Dana: Hello', 'Dana: Take care', endedByAgent, '[back: agent]']);
    expect(desk.chat()).not.toHaveProperty('endedFor');
    expect(await isHeld()).toBe(false);
  });

  it('does so once', async () => {
    const { dana, seen } = await inChat();
    await dana.hangsUp('Take care', 'd1');
    expect(await dana.hangsUp('Take care', 'd1')).toBe('duplicate');
    expect(await dana.hangsUp('Take care', 'd2')).toBe('ended');
    expect(seen()).toHaveLength(4);
  });

  it('leaves words of the customer that waited as dead letters, and the customer is told', async () => {
    const { pat, dana, desk, store, seen } = await inChat();
    desk.mood.say.always(postpones());
    await pat.says('Wait!');
    await dana.hangsUp();
    expect(seen().slice(1)).toEqual([`${undeliveredAtEnd} ${endedByAgent}`, '[back: agent]']);
    expect(await store.deadLetters(10)).toMatchObject([{ content: { text: 'Wait!' } }]);
  });

  it('ends the session although the copilot does not take the customer back', async () => {
    const { dana, teams, isHeld } = await inChat();
    teams.mood.giveBack.always(rejects('refused'));
    await dana.hangsUp();
    expect(await isHeld()).toBe(false);
  });

  it('ends the session within minutes although the copilot does not answer', async () => {
    const { dana, teams, isHeld, clock } = await inChat();
    teams.mood.giveBack.always(losesTheCall);
    await dana.hangsUp();
    expect(await isHeld()).toBe(true);
    await clock.pass(3 * aMinute);
    expect(await isHeld()).toBe(false);
  });

  it('keeps the conversation while the farewell waits, and nothing comes after it', async () => {
    const { pat, dana, teams, isHeld, seen, clock } = await inChat();
    teams.mood.say.once(postpones(aMinute));
    await dana.says('one');
    await dana.hangsUp();
    expect(await isHeld()).toBe(true);
    expect(await pat.says('Hello?')).toMatchObject({ outcome: 'none', lastEnd: 'agent' });
    expect(await dana.says('one more thing')).toBe('ended');
    await clock.pass(2 * aMinute);
    expect(seen()).toEqual(['Dana: Hello', 'Dana: one', endedByAgent, '[back: agent]']);
    expect(await isHeld()).toBe(false);
  });
});

describe('A live chat that is gone', () => {
  it.each([
    { cause: 'ended', farewell: endedByAgent, back: '[back: agent]' },
    { cause: 'unknown-live-chat', farewell: endedFailed, back: '[back: failed]' },
  ])(
    '($cause) ends the session with the next words, and the customer is told',
    async ({ cause, farewell, back }) => {
      const { pat, desk, seen, store, isHeld } = await inChat();
      desk.mood.say.always(rejects(cause));
      await pat.says('Hello?');
      expect(seen()).toEqual(['Dana: Hello', `${undeliveredAtEnd} ${farewell}`, back]);
      expect(await isHeld()).toBe(false);
      expect(await store.deadLetters(10)).toMatchObject([{ content: { text: 'Hello?' }, cause }]);
    },
  );

  it('takes all words with it that waited behind', async () => {
    const { pat, desk, store, clock } = await inChat();
    desk.mood.say.once(postpones(5000), rejects('ended'));
    await pat.says('one');
    await pat.says('two');
    await clock.pass(aMinute);
    expect(desk.chat().heard).toEqual([]);
    const letters = await store.deadLetters(10);
    expect(letters.map(({ content }) => 'text' in content && content.text).sort()).toEqual(['one', 'two']);
  });

  it('at a notice of ours ends the session as well', async () => {
    const { dana, teams, desk, isHeld } = await inChat();
    teams.mood.say.once(rejects('blocked'));
    desk.mood.say.once(rejects('ended'));
    await dana.says('poison');
    expect(await isHeld()).toBe(false);
  });

  it('is ended again until it answers', async () => {
    const { pat, desk, clock } = await inChat();
    desk.mood.end.once(losesTheCall, postpones());
    await pat.ends();
    await clock.pass(aMinute);
    expect(desk.chat().endedFor).toBe('customer');
  });
});
