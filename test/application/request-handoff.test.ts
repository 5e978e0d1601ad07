import { describe, expect, it } from 'vitest';
import { losesTheAnswer, postpones, rejects, worksAfter } from './world/fakes/behaviour.ts';
import { world } from './world/world.ts';

describe('A customer who asks for an agent', () => {
  it('is told at once that they wait, and where', async () => {
    const { customer, desk, clock } = world();
    const before = clock.now();
    desk.opening = { as: 'queued', queuePosition: 3, estimatedWaitSeconds: 60 };
    expect(await customer('Pat').asks({ problem: 'Fire', context: { order: 7 } })).toEqual({
      status: 'queued',
      liveChatId: 'lc1',
      queuePosition: 3,
      estimatedWaitSeconds: 60,
    });
    expect(desk.chat().asked).toMatchObject({
      sessionId: 's1',
      customer: { name: 'Pat' },
      problem: 'Fire',
      context: { order: 7 },
    });
    expect(clock.now() - before).toBeLessThanOrEqual(200);
  });

  it('may be served at once', async () => {
    const { customer, desk } = world();
    desk.opening = { as: 'active' };
    expect(await customer('Pat').asks()).toEqual({ status: 'active', liveChatId: 'lc1' });
  });

  it.each(['closed', 'no-agents', 'unavailable'] as const)(
    'is told when the live chat is %s',
    async (why) => {
      const { customer, desk, teams, clock } = world();
      desk.mood.start.once(rejects(why));
      const pat = customer('Pat');
      expect(await pat.asks()).toEqual({ status: why });
      await clock.pass(60_000);
      expect(teams.seenAt(pat.address)).toEqual([]);
      expect(desk.chats).toEqual([]);
      expect(await pat.asks()).toMatchObject({ status: 'queued' });
    },
  );

  it('is not taken for a repeat because the id of the request reads like that of a message or an end', async () => {
    const { customer, desk } = world();
    const pat = customer('Pat');
    await pat.asks();
    await pat.says('Hello', '5');
    await pat.ends({ requestId: '6' });
    for (const requestId of ['message:5', 'end:6', 'request:message:5']) {
      const answer = await pat.asks({ requestId });
      expect(answer).toMatchObject({ status: 'queued', liveChatId: desk.chat().id });
      expect(desk.chat()).not.toHaveProperty('endedFor');
      expect(await pat.asks({ requestId })).toEqual(answer);
      await pat.ends();
    }
    expect(desk.chats).toHaveLength(4);
  });

  it('waits while the live chat is busy, as long as the turn lasts', async () => {
    const { customer, desk } = world();
    desk.mood.start.once(postpones(), postpones());
    expect(await customer('Pat').asks()).toMatchObject({ status: 'queued' });
  });

  it('is told after the budget that no agent can be had, and a live chat that opens later is ended', async () => {
    const { customer, desk, teams, clock } = world();
    desk.mood.start.once(worksAfter(30_000));
    const pat = customer('Pat');
    const before = clock.now();
    expect(await pat.asks()).toEqual({ status: 'unavailable' });
    expect(clock.now() - before).toBe(10_000);
    await clock.pass(30_000);
    expect(desk.chats.map(({ endedFor }) => endedFor)).toEqual(['unavailable']);
    expect(teams.seenAt(pat.address)).toEqual([]);
  });

  it('leaves no live chat behind when its start was heard and never answered', async () => {
    const { customer, desk, clock } = world();
    desk.mood.start.once(...Array(20).fill({ ...losesTheAnswer, afterMs: 900 }));
    expect(await customer('Pat').asks()).toEqual({ status: 'unavailable' });
    await clock.pass(10 * 60_000);
    expect(desk.chats.map(({ endedFor }) => endedFor)).toEqual(['unavailable']);
  });

  it('stops asking when the live chat was busy for the whole turn', async () => {
    const { customer, desk, clock } = world();
    desk.mood.start.always(postpones());
    expect(await customer('Pat').asks()).toEqual({ status: 'unavailable' });
    await clock.pass(60_000);
    desk.mood.start.always(worksAfter(0));
    await clock.pass(10 * 60_000);
    expect(desk.chats).toEqual([]);
  });
});

describe('The same request again', () => {
  it('has the same answer and opens nothing', async () => {
    const { customer, desk } = world();
    const pat = customer('Pat');
    const first = await pat.asks({ requestId: 'r1' });
    expect(await pat.asks({ requestId: 'r1' })).toEqual(first);
    expect(desk.chats).toHaveLength(1);
  });

  it('has the same answer while the first one is still waiting', async () => {
    const { customer, desk, clock } = world();
    desk.mood.start.once(worksAfter(3000));
    const pat = customer('Pat');
    const first = pat.begins({ requestId: 'r1' });
    await clock.pass(1000);
    expect(await pat.asks({ requestId: 'r1' })).toEqual(await first);
    expect(desk.chats).toHaveLength(1);
  });

  it('has the same answer after the session has ended', async () => {
    const { customer, agent, desk, clock } = world();
    const pat = customer('Pat');
    const first = await pat.asks({ requestId: 'r1' });
    await agent('Dana').hangsUp();
    await clock.pass(1000);
    expect(await pat.asks({ requestId: 'r1' })).toEqual(first);
    expect(desk.chats).toHaveLength(1);
  });

  it('has the same answer after no agent could be had', async () => {
    const { customer, desk } = world();
    desk.mood.start.once(rejects('closed'));
    const pat = customer('Pat');
    await pat.asks({ requestId: 'r1' });
    expect(await pat.asks({ requestId: 'r1' })).toEqual({ status: 'closed' });
    expect(desk.chats).toEqual([]);
  });

  it('has the same answer although another session is open by now', async () => {
    const { customer, desk } = world();
    const pat = customer('Pat');
    const first = await pat.asks({ requestId: 'r1' });
    await pat.ends();
    expect(await pat.asks()).toMatchObject({ liveChatId: 'lc2' });
    expect(await pat.asks({ requestId: 'r1' })).toEqual(first);
    expect(desk.chats).toHaveLength(2);
  });
});

describe('A second request', () => {
  it('is answered with the session that is open, also when it comes again after the end', async () => {
    const { customer, desk } = world();
    const pat = customer('Pat');
    await pat.asks();
    const answer = { status: 'already-open', liveChatId: 'lc1', queuePosition: 1 };
    expect(await pat.asks({ requestId: 'r2' })).toEqual(answer);
    await pat.ends();
    expect(await pat.asks({ requestId: 'r2' })).toEqual(answer);
    expect(desk.chats).toHaveLength(1);
  });

  it('waits for the live chat of the first', async () => {
    const { customer, desk, clock } = world();
    desk.mood.start.once(worksAfter(3000));
    const pat = customer('Pat');
    const first = pat.begins();
    await clock.pass(1000);
    expect(await pat.asks()).toMatchObject({ status: 'already-open', liveChatId: 'lc1' });
    expect(await first).toMatchObject({ status: 'queued' });
  });

  it('is as unlucky as the first', async () => {
    const { customer, desk, clock } = world();
    desk.mood.start.always(postpones());
    const pat = customer('Pat');
    const first = pat.begins();
    await clock.pass(1000);
    expect(await pat.asks()).toEqual({ status: 'unavailable' });
    expect(await first).toEqual({ status: 'unavailable' });
  });

  it('during the farewell of the former session opens a new one, and the farewell is over', async () => {
    const { customer, agent, desk, teams, clock } = world();
    const pat = customer('Pat');
    await pat.asks();
    teams.mood.say.always(postpones());
    await agent('Dana').hangsUp('Take care');
    expect(await pat.asks()).toMatchObject({ status: 'queued', liveChatId: 'lc2' });
    teams.mood.say.always(worksAfter(0));
    await clock.pass(60_000);
    expect(teams.seenAt(pat.address)).toEqual([]);
    expect(desk.chats).toHaveLength(2);
  });
});

describe('Fifty requests of one conversation at once', () => {
  it('open one session', async () => {
    const { customer, desk, clock } = world();
    const pat = customer('Pat');
    const answers = await clock.until(Promise.all(Array.from({ length: 50 }, () => pat.begins())));
    expect(desk.chats).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 'queued')).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 'already-open')).toHaveLength(49);
  });
});

describe('Two customers', () => {
  it('get a live chat each', async () => {
    const { customer } = world();
    expect(await customer('Pat').asks()).toMatchObject({ liveChatId: 'lc1' });
    expect(await customer('Kim').asks()).toMatchObject({ liveChatId: 'lc2' });
  });
});
