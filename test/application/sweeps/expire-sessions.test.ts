import { describe, expect, it } from 'vitest';
import { defaultSentences } from '../../../src/application/sentences.ts';
import { losesTheCall, postpones, works, worksAfter } from '../world/fakes/behaviour.ts';
import { aMinute, type WorldOptions, world } from '../world/world.ts';

async function inChat(options?: WorldOptions) {
  const all = world(options);
  const pat = all.customer('Pat');
  await pat.asks();
  await all.clock.pass(1);
  const status = async () => (await all.store.ofConversation(pat.conversation))?.session.status ?? 'ended';
  return { ...all, pat, dana: all.agent('Dana'), status, seen: () => all.teams.seenAt(pat.address) };
}

const { idleWarning, endedIdle, endedTooLong, endedFailed, deskIdle, deskTooLong } = defaultSentences;
const warning = idleWarning.replace('{minutes}', '5');

describe('Silence', () => {
  it('is warned of five minutes before it ends the session', async () => {
    const { sweepFor, seen, status, desk } = await inChat();
    await sweepFor(54 * aMinute);
    expect(seen()).toEqual([]);
    await sweepFor(aMinute);
    expect(seen()).toEqual([warning]);
    await sweepFor(4 * aMinute);
    expect(await status()).toBe('queued');
    await sweepFor(aMinute);
    expect(seen()).toEqual([warning, endedIdle, '[back: idle]']);
    expect(await status()).toBe('ended');
    expect(desk.chat().heard).toMatchObject([{ kind: 'notice', text: deskIdle }]);
    expect(desk.chat().endedFor).toBe('idle');
  });

  it.each(['customer', 'agent'])('is broken by the %s, and is warned of again', async (who) => {
    const { sweepFor, pat, dana, seen, status } = await inChat();
    await sweepFor(57 * aMinute);
    if (who === 'customer') await pat.says('I am here');
    else await dana.says('I am here');
    await sweepFor(54 * aMinute);
    expect(await status()).not.toBe('ended');
    expect(seen().filter((line) => line === warning)).toHaveLength(1);
    await sweepFor(2 * aMinute);
    expect(seen().filter((line) => line === warning)).toHaveLength(2);
  });

  it.each([
    { queue: 'moves', positions: [19, 18, 17] },
    { queue: 'stands', positions: [19, 19, 19] },
  ])('does not count while the queue $queue', async ({ positions }) => {
    const { sweepFor, dana, status, seen } = await inChat();
    for (const position of positions) {
      await dana.reports({ type: 'queue-position', position });
      await sweepFor(50 * aMinute);
      expect(await status()).toBe('queued');
    }
    expect(seen()).not.toContain(warning);
    await sweepFor(10 * aMinute);
    expect(await status()).toBe('ended');
  });

  it('that was not swept for long is warned of first all the same', async () => {
    const { sweepFor, clock, seen, status } = await inChat();
    await clock.pass(5 * 60 * aMinute);
    await sweepFor(aMinute);
    expect(seen()).toEqual([warning]);
    await sweepFor(4 * aMinute);
    expect(await status()).toBe('queued');
    await sweepFor(aMinute);
    expect(await status()).toBe('ended');
  });

  it('may be shorter, and the warning comes after three quarters of it', async () => {
    const { sweepFor, seen, status } = await inChat({ settings: { idleMs: 8 * aMinute } });
    await sweepFor(6 * aMinute);
    expect(seen()).toEqual([idleWarning.replace('{minutes}', '2')]);
    await sweepFor(2 * aMinute);
    expect(await status()).toBe('ended');
  });

  it('of a session that is delivering its farewell ends nothing twice', async () => {
    const { sweepFor, teams, seen, status } = await inChat();
    await sweepFor(56 * aMinute);
    teams.mood.say.always(postpones());
    await sweepFor(10 * aMinute);
    expect(await status()).toBe('closing');
    teams.mood.say.always(works);
    await sweepFor(5 * aMinute);
    expect(seen()).toEqual([warning, endedIdle, '[back: idle]']);
    expect(await status()).toBe('ended');
  });
});

describe('A session that is too old', () => {
  it('ends although both sides are talking', async () => {
    const { sweepFor, pat, seen, status, desk } = await inChat({ settings: { maxAgeMs: 30 * aMinute } });
    await sweepFor(29 * aMinute);
    await pat.says('I am here');
    expect(await status()).toBe('queued');
    await sweepFor(2 * aMinute);
    expect(seen()).toEqual([endedTooLong, '[back: too-long]']);
    expect(desk.chat().heard.map(({ text }) => text)).toEqual(['I am here', deskTooLong]);
    expect(desk.chat().endedFor).toBe('too-long');
  });

  it('and cannot say farewell ends in the end', async () => {
    const { sweepFor, teams, status, store } = await inChat({ settings: { maxAgeMs: 30 * aMinute } });
    teams.mood.say.always(losesTheCall);
    await sweepFor(31 * aMinute);
    expect(await status()).toBe('closing');
    await sweepFor(32 * aMinute);
    expect(await status()).toBe('ended');
    expect(await store.deadLetters(10)).toMatchObject([{ content: { text: endedTooLong } }]);
  });
});

describe('A request that is stuck', () => {
  it('is closed with a farewell when its turn is long over, and its live chat is ended', async () => {
    const { customer, desk, teams, kill, start, sweepFor, store, clock } = world();
    desk.mood.start.once(worksAfter(1000));
    const pat = customer('Pat');
    void pat.begins();
    await clock.settle();
    kill();
    start();
    await sweepFor(3 * aMinute);
    expect(teams.seenAt(pat.address)).toEqual([endedFailed, '[back: failed]']);
    expect(desk.chats.map(({ endedFor }) => endedFor)).toEqual(['failed']);
    expect(await store.ofConversation(pat.conversation)).toBeUndefined();
  });

  it('is left alone while its turn may still be waiting', async () => {
    const { customer, desk, clock, bridge } = world();
    desk.mood.start.once(worksAfter(9500));
    const asked = customer('Pat').begins();
    await clock.pass(9000);
    expect(await clock.until(bridge().expireSessions())).toBe(0);
    expect(await clock.until(asked)).toMatchObject({ status: 'queued' });
  });
});

describe('A sweep', () => {
  it('tells how many sessions it has changed', async () => {
    const { customer, clock, bridge } = await inChat();
    await customer('Kim').asks();
    await clock.pass(56 * aMinute);
    expect(await clock.until(bridge().expireSessions())).toBe(2);
    expect(await clock.until(bridge().expireSessions())).toBe(0);
  });

  it('changes nothing of a session that was active meanwhile', async () => {
    const { pat, clock, bridge, seen } = await inChat();
    await clock.pass(56 * aMinute);
    const swept = bridge().expireSessions();
    await pat.says('I am here');
    await clock.until(swept);
    expect(seen()).toEqual([]);
  });
});
