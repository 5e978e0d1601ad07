import { describe, expect, it } from 'vitest';
import { liveChatId, sessionId } from '../../src/domain/ids.ts';
import { losesTheAnswer, type Mood, worksAfter } from './world/fakes/behaviour.ts';
import { inChat } from './world/in-chat.ts';
import { aMinute, type World, world } from './world/world.ts';

const lc1 = liveChatId('lc1');
const aDay = 24 * 60 * aMinute;

/** Pat asks for an agent, and the desk answers in so many milliseconds. */
function opening(afterMs: number) {
  const all = world();
  all.desk.mood.start.once(worksAfter(afterMs));
  const pat = all.customer('Pat');
  return { ...all, pat, asked: pat.begins(), dana: all.agent('Dana', lc1) };
}

/** Has a callback repeated once a second until it gets another answer. */
async function untilTaken({ clock }: World, callback: () => Promise<string>): Promise<string> {
  for (let tries = 0; tries < 30; tries++) {
    const answer = await callback();
    if (answer !== 'opening') return answer;
    await clock.pass(1000);
  }
  return 'still opening';
}

describe('R28: A live chat that speaks before it has answered our start', () => {
  it('is taken at once when the answer is close', async () => {
    const { dana, pat, asked, teams, clock } = opening(300);
    expect(await dana.says('Hello', '1')).toBe('accepted');
    await clock.until(asked);
    expect(teams.seenAt(pat.address)).toEqual(['Dana: Hello']);
  });

  it.each([3000, 9500])('is told to repeat for as long as that takes (%i ms), and taken then', async (ms) => {
    const all = opening(ms);
    const { dana, pat, asked, teams, clock } = all;
    await clock.pass(100);
    expect(await dana.joins('1')).toBe('opening');
    expect(await dana.says('Hello', '2')).toBe('opening');
    expect(await dana.reports({ type: 'typing' }, '3')).toBe('opening');
    expect(await untilTaken(all, () => dana.joins('1'))).toBe('accepted');
    expect(await dana.says('Hello', '2')).toBe('accepted');
    expect(await clock.until(asked)).toMatchObject({ status: 'queued' });
    expect(teams.seenAt(pat.address)).toEqual(['Dana has joined and will help you now.', 'Dana: Hello']);
  });

  it('may end before it has answered', async () => {
    const all = opening(3000);
    const { dana, pat, asked, teams, clock } = all;
    expect(await dana.hangsUp('We are closed', '1')).toBe('opening');
    expect(await untilTaken(all, () => dana.hangsUp('We are closed', '1'))).toBe('accepted');
    await clock.until(asked);
    expect(teams.seenAt(pat.address)[0]).toBe('We are closed');
  });

  it('is told to repeat while its start is repeated, since the answer was lost', async () => {
    const all = world();
    all.desk.mood.start.once({ ...losesTheAnswer, afterMs: 3000 }, losesTheAnswer, losesTheAnswer);
    const pat = all.customer('Pat');
    const asked = pat.begins();
    const dana = all.agent('Dana', lc1);
    await all.clock.pass(10);
    expect(await dana.says('Hello', '1')).toBe('opening');
    expect(await untilTaken(all, () => dana.says('Hello', '1'))).toBe('accepted');
    expect(await all.clock.until(asked)).toMatchObject({ status: 'queued' });
  });

  it('is told that it is not known once the session was given up, and that it is over once it is known', async () => {
    const all = opening(15_000);
    const { dana, asked, clock } = all;
    expect(await dana.says('Hello', '1')).toBe('opening');
    expect(await clock.until(asked)).toEqual({ status: 'unavailable' });
    expect(await dana.says('Hello', '1')).toBe('unknown');
    await clock.pass(aMinute);
    expect(await dana.says('Hello', '1')).toBe('ended');
  });

  it('is told to repeat although its id was that of a session that ended long ago', async () => {
    const all = await inChat();
    await all.pat.ends();
    await all.clock.pass(aDay);
    all.desk.givesAgain = lc1;
    all.desk.mood.start.once(worksAfter(3000));
    const asked = all.pat.begins();
    await all.clock.pass(10);
    expect(await all.dana.says('Hello again', '1')).toBe('opening');
    expect(await untilTaken(all, () => all.dana.says('Hello again', '1'))).toBe('accepted');
    await all.clock.until(asked);
  });

  it.each([0, aMinute])('is not taken for a repeat of the session that had its id %i ms ago', async (ms) => {
    const all = await inChat();
    expect(await all.dana.says('Hello', '1')).toBe('accepted');
    await all.clock.until(all.pat.ends());
    await all.clock.pass(ms);
    all.desk.givesAgain = lc1;
    all.desk.mood.start.once(worksAfter(3000));
    const asked = all.pat.begins();
    await all.clock.pass(10);
    expect(await all.dana.says('Hello again', '1')).toBe('opening');
    expect(await untilTaken(all, () => all.dana.says('Hello again', '1'))).toBe('accepted');
    await all.clock.until(asked);
    expect(all.teams.seenAt(all.pat.address).at(-1)).toBe('Dana: Hello again');
  });

  it('does not hide that a callback was a repeat, once the start has another id', async () => {
    const all = await inChat();
    const dana = all.agent('Dana', lc1);
    expect(await dana.hangsUp('Bye', '1')).toBe('accepted');
    await all.clock.pass(aMinute);
    all.desk.mood.start.once(worksAfter(3000));
    const asked = all.customer('Kim').begins();
    await all.clock.pass(10);
    expect(await dana.hangsUp('Bye', '1')).toBe('opening');
    expect(await untilTaken(all, () => dana.hangsUp('Bye', '1'))).toBe('duplicate');
    await all.clock.until(asked);
  });
});

describe('R28: A live chat that names our session before it has answered our start', () => {
  /** Pat asks for an agent, and the desk, which knows the session by our id, answers in so many milliseconds. */
  function openingBySession(afterMs: number) {
    const all = opening(afterMs);
    return { ...all, dana: all.agent('Dana', { sessionId: sessionId('s1') }) };
  }

  it('is taken at once when the answer is close', async () => {
    const { dana, pat, asked, teams, clock } = openingBySession(300);
    await clock.pass(100);
    expect(await dana.says('Hello', '1')).toBe('accepted');
    await clock.until(asked);
    expect(teams.seenAt(pat.address)).toEqual(['Dana: Hello']);
  });

  it('is told to repeat what is said and what ends, and is never unknown', async () => {
    const all = openingBySession(9000);
    const { dana, pat, asked, teams, clock } = all;
    await clock.pass(100);
    expect(await dana.says('Hello', '1')).toBe('opening');
    expect(await dana.isAnsweredFor('One moment', '2')).toBe('opening');
    expect(await dana.reports({ type: 'queue-position', position: 2 }, '3')).toBe('opening');
    expect(await dana.types()).toBe('opening');
    expect(await dana.hangsUp('Bye', '4')).toBe('opening');
    expect(await untilTaken(all, () => dana.says('Hello', '1'))).toBe('accepted');
    expect(await dana.hangsUp('Bye', '4')).toBe('accepted');
    expect(await clock.until(asked)).toMatchObject({ status: 'queued' });
    expect(teams.seenAt(pat.address).slice(0, 2)).toEqual(['Dana: Hello', 'Dana: Bye']);
  });

  it('has its joined and transferred kept, and told after the start', async () => {
    const { dana, agent, pat, asked, teams, clock, store } = openingBySession(5000);
    await clock.pass(100);
    expect(await dana.joins('1')).toBe('accepted');
    expect(await dana.joins('1')).toBe('duplicate');
    expect(await agent('Elli', { sessionId: sessionId('s1') }).takesOver('2')).toBe('accepted');
    expect(teams.seenAt(pat.address)).toEqual([]);
    expect(await clock.until(asked)).toMatchObject({ status: 'queued' });
    await clock.pass(100);
    expect(teams.seenAt(pat.address)).toEqual(['Elli has joined and will help you now.']);
    const stored = await store.ofConversation(pat.conversation);
    expect(stored?.session).toMatchObject({ status: 'active', agentName: 'Elli' });
  });

  it('is over once the session was given up', async () => {
    const { dana, asked, clock } = openingBySession(15_000);
    await clock.pass(100);
    expect(await dana.says('Hello', '1')).toBe('opening');
    expect(await clock.until(asked)).toEqual({ status: 'unavailable' });
    expect(await dana.says('Hello', '1')).toBe('ended');
    expect(await dana.joins('2')).toBe('ended');
  });

  it('is not known where the session is none of ours', async () => {
    const { agent, clock, asked } = openingBySession(3000);
    await clock.pass(100);
    const stranger = agent('Mallory', { sessionId: sessionId('hs_none') });
    expect(await stranger.says('Hello', '1')).toBe('unknown');
    await clock.until(asked);
  });

  it('is the same as one that names its own id', async () => {
    const { dana, agent, asked, clock, pat, teams } = openingBySession(100);
    await clock.until(asked);
    expect(await dana.says('Hello', '1')).toBe('accepted');
    expect(await agent('Dana', lc1).says('Hello', '1')).toBe('duplicate');
    expect(teams.seenAt(pat.address)).toEqual(['Dana: Hello']);
  });
});

describe('A callback of an id that no start can mean', () => {
  it('is refused for good although some start is under way at any time', async () => {
    const all = world();
    const { agent, customer, clock, desk } = all;
    (desk.mood.start as Mood).always(worksAfter(4000));
    const stranger = agent('Mallory', liveChatId('stranger'));
    void customer('Kim 0').begins();
    await clock.pass(10);
    expect(await stranger.says('Hello', '1')).toBe('opening');
    const answers = new Set<string>();
    for (let second = 1; second <= 20; second++) {
      void customer(`Kim ${second}`).begins();
      await clock.pass(1000);
      answers.add(await stranger.says('Hello', '1'));
    }
    expect([...answers]).toContain('unknown');
  });

  it('is refused to a late agent at once, or when the start is answered that could have had the id', async () => {
    const all = await inChat();
    const { pat, agent, customer, desk, clock } = all;
    await clock.until(pat.ends());
    const dana = agent('Dana', lc1);
    expect(await dana.says('Wait!', '1')).toBe('ended');
    desk.mood.start.once(worksAfter(3000));
    void customer('Kim').begins();
    await clock.pass(10);
    expect(await dana.says('Wait!', '2')).toBe('opening');
    expect(await untilTaken(all, () => dana.says('Wait!', '2'))).toBe('ended');
  });

  it('waits in few places, so that many of them cost no looks', async () => {
    let looks = 0;
    const all = world({
      seenStore: (store) => ({
        ...store,
        ofLiveChat: (id) => {
          looks++;
          return store.ofLiveChat(id);
        },
      }),
    });
    all.desk.mood.start.once(worksAfter(5000));
    void all.customer('Pat').begins();
    await all.clock.pass(10);
    const strangers = Array.from({ length: 500 }, (_, number) =>
      all.bridge().relayAgentMessage({
        of: { liveChatId: liveChatId(`stranger ${number}`) },
        messageId: 'm' as never,
        text: 'Hello',
        agentName: 'Dana',
      }),
    );
    const answers = await all.clock.until(Promise.all(strangers));
    expect(new Set(answers)).toEqual(new Set(['opening']));
    expect(looks).toBeLessThan(500 * 2 + 32 * 42);
  });
});
