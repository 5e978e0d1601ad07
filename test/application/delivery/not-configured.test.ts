import { describe, expect, it } from 'vitest';
import { defaultSentences } from '../../../src/application/sentences.ts';
import { callerId, channelId } from '../../../src/domain/ids.ts';
import { inChat, texts } from '../world/in-chat.ts';
import { aMinute } from '../world/world.ts';

/** Pat is in a chat when a restart takes caller or channel out of the configuration, until `bringBack`. */
async function afterRestartWithout(what: 'caller' | 'channel', maxAgeMs = 60 * aMinute) {
  let isGone = false;
  const all = await inChat({
    settings: { maxAgeMs },
    guard: ({ caller, customerChannel }) => ({
      caller: isGone && what === 'caller' ? { ...caller, id: callerId('another') } : caller,
      customerChannel:
        isGone && what === 'channel' ? { ...customerChannel, id: channelId('another') } : customerChannel,
    }),
  });
  const restart = async () => {
    await all.stop();
    all.start();
  };
  isGone = true;
  await restart();
  return {
    ...all,
    async bringBack() {
      isGone = false;
      await restart();
    },
  };
}

describe('A session whose channel is not configured any more', () => {
  it('keeps what an agent says, in order, and delivers it when the channel is back', async () => {
    const { dana, seen, bringBack, clock, errors } = await afterRestartWithout('channel');
    expect([await dana.says('one'), await dana.says('two')]).toEqual(['accepted', 'accepted']);
    await clock.pass(aMinute);
    expect(seen()).toEqual([]);
    await bringBack();
    await clock.pass(aMinute);
    expect(seen()).toEqual(['Dana: one', 'Dana: two']);
    expect(errors).toEqual([]);
  });

  it('tells the agent that the customer cannot be reached', async () => {
    const { dana, desk, clock } = await afterRestartWithout('channel');
    await dana.says('one');
    await clock.pass(2 * aMinute);
    expect(texts(desk.chat().heard)).toEqual([defaultSentences.deskCustomerUnreachable]);
  });

  it('gives words up when their time is over, as dead letters', async () => {
    const { dana, store, clock, errors } = await afterRestartWithout('channel', 10 * aMinute);
    await dana.says('one');
    await clock.pass(11 * aMinute);
    expect(await store.deadLetters(10)).toMatchObject([{ content: { text: 'one' }, cause: 'expired' }]);
    expect(errors).toEqual([]);
  });

  it('shows no typing, and still takes what the customer says', async () => {
    const { dana, pat, desk, teams, errors } = await afterRestartWithout('channel');
    expect(await dana.types()).toBe('accepted');
    expect(await pat.says('Hello')).toEqual({ outcome: 'accepted' });
    expect(texts(desk.chat().heard)).toEqual(['Hello']);
    expect(teams.typingSeenAt).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('does not hold up the sessions of other channels', async () => {
    const { dana, customer, webChat, desk, agent } = await afterRestartWithout('channel');
    await dana.says('one');
    const wanda = customer('Wanda', webChat);
    await wanda.asks();
    await agent('Elli', desk.chat().id).says('Hi');
    expect(webChat.seenAt(wanda.address)).toEqual(['Elli: Hi']);
  });
});

describe('A session whose caller is not configured any more', () => {
  it('says its last words, and ends although no copilot takes the customer back', async () => {
    const { dana, pat, seen, clock, store, errors } = await afterRestartWithout('caller');
    await dana.hangsUp('Bye');
    await clock.pass(5 * aMinute);
    expect(seen()).toEqual(['Bye', defaultSentences.endedByAgent]);
    expect(await pat.says('Hello?')).toEqual({ outcome: 'none' });
    expect(await store.deadLetters(10)).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('is given back when the caller is back in time', async () => {
    const { dana, seen, bringBack, clock } = await afterRestartWithout('caller');
    await dana.hangsUp();
    await clock.pass(aMinute / 2);
    await bringBack();
    await clock.pass(aMinute);
    expect(seen().at(-1)).toBe('[back: agent]');
  });
});
