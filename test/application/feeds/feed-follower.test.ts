import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../../src/application/ports/session-store.ts';
import { defaultSentences } from '../../../src/application/sentences.ts';
import { isOpen } from '../../../src/domain/handoff-session.ts';
import { rejects } from '../world/fakes/behaviour.ts';
import { type WorldOptions, world } from '../world/world.ts';

/** Pat in a live chat that is heard on a stream. */
async function inChat(options: WorldOptions = {}) {
  const all = world({ ...options, isFollowed: true });
  const pat = all.customer('Pat');
  await pat.asks();
  await all.clock.settle();
  return {
    ...all,
    pat,
    /** Dana says something, which only the stream tells. */
    says: (text: string) => all.feed.tells({ kind: 'message', text, agentName: 'Dana' }),
    seen: () => all.teams.seenAt(pat.address),
    health: () => all.bridge().follower?.health(),
    session: async () => (await all.store.ofConversation(pat.conversation))?.session,
  };
}

const aMinute = 60_000;

describe('A live chat that is followed', () => {
  it('is heard from the moment in which it opens, in its order', async () => {
    const { says, seen, clock, feed } = await inChat();
    for (const text of ['one', 'two', 'three']) says(text);
    await clock.pass(100);
    expect(seen()).toEqual(['Dana: one', 'Dana: two', 'Dana: three']);
    expect(feed.streams()).toBe(1);
  });

  it('goes on behind what was stored when its stream is cut, without gap or repeat', async () => {
    const { says, seen, clock, feed } = await inChat();
    says('one');
    await clock.pass(100);
    feed.cut();
    says('two');
    await clock.pass(10_000);
    expect(seen()).toEqual(['Dana: one', 'Dana: two']);
    expect(feed.bookmarks).toEqual([undefined, '1']);
  });

  it('has one effect for what its stream tells twice, or again after a connect', async () => {
    const { says, seen, clock, feed } = await inChat();
    Object.assign(feed.faults, { times: 2, overlap: 2 });
    for (const text of ['one', 'two', 'three']) says(text);
    await clock.pass(100);
    feed.cut();
    says('four');
    await clock.pass(10_000);
    expect(seen()).toEqual(['Dana: one', 'Dana: two', 'Dana: three', 'Dana: four']);
  });

  it('tells what was missed once a stream that has gone deaf is found out', async () => {
    const { says, seen, clock, feed } = await inChat();
    feed.goesDeaf();
    says('one');
    await clock.pass(aMinute);
    expect(seen()).toEqual([]);
    await clock.pass(aMinute);
    expect(seen()).toEqual(['Dana: one']);
  });

  it('is connected again within 10 s of when a stream can be had', async () => {
    const { says, seen, clock, feed } = await inChat();
    feed.faults.isAway = true;
    feed.cut();
    says('one');
    await clock.pass(5 * aMinute);
    expect(seen()).toEqual([]);
    feed.faults.isAway = false;
    await clock.pass(10_000);
    expect(seen()).toEqual(['Dana: one']);
  });

  it('waits with an event that cannot be stored, and tells nothing behind it before', async () => {
    let isDown = false;
    const { says, seen, clock } = await inChat({
      seenStore: (store) => ({
        ...store,
        commit: (change) =>
          isDown ? Promise.reject(new StoreUnavailable('the disk is full')) : store.commit(change),
      }),
    });
    isDown = true;
    for (const text of ['one', 'two']) says(text);
    await clock.pass(aMinute);
    expect(seen()).toEqual([]);
    isDown = false;
    await clock.pass(aMinute);
    expect(seen()).toEqual(['Dana: one', 'Dana: two']);
  });

  it('waits while as many words wait for the customer as may', async () => {
    const { says, seen, clock, teams } = await inChat({ settings: { laneLimit: 2 } });
    teams.mood.say.once({ as: 'postpones' }, { as: 'postpones' });
    for (let number = 1; number <= 9; number++) says(`${number}`);
    await clock.pass(aMinute);
    expect(seen()).toEqual(Array.from({ length: 9 }, (_, index) => `Dana: ${index + 1}`));
  });

  it('is followed no longer once the session is over, whichever side ends it', async () => {
    const { says, seen, clock, feed, pat, session } = await inChat();
    await pat.ends();
    await clock.pass(100);
    expect(feed.streams()).toBe(0);
    says('late');
    await clock.pass(aMinute);
    expect(seen()).toEqual([]);
    await pat.asks();
    await clock.settle();
    expect(feed.streams()).toBe(1);
    feed.tells({ kind: 'status', status: { type: 'ended' } });
    await clock.pass(aMinute);
    expect(await session()).toBeUndefined();
    expect(feed.streams()).toBe(0);
  });

  it('is heard again by the next process, and nothing that was told has a second effect', async () => {
    const { says, seen, clock, kill, start } = await inChat();
    says('one');
    await clock.pass(100);
    kill();
    says('two');
    start();
    await clock.pass(10_000);
    expect(seen()).toEqual(['Dana: one', 'Dana: two']);
  });

  it('may be followed by two processes: what both hear has one effect', async () => {
    const { says, seen, clock, startAnother, feed } = await inChat();
    startAnother();
    await clock.pass(5000);
    expect(feed.streams()).toBe(2);
    for (const text of ['one', 'two', 'three']) says(text);
    await clock.pass(10_000);
    expect(seen()).toEqual(['Dana: one', 'Dana: two', 'Dana: three']);
  });

  it('keeps its place with what it stands for, and never ahead of it', async () => {
    const { says, clock, session, kill } = await inChat();
    says('one');
    await clock.pass(100);
    expect(await session()).toMatchObject({ feedBookmark: '1' });
    kill();
    says('two');
    await clock.pass(aMinute);
    expect(await session()).toMatchObject({ feedBookmark: '1' });
  });
});

describe('A live chat that is followed and says that it is over', () => {
  /** Pat's words are refused as over while the feed is behind. */
  async function refused() {
    const all = await inChat();
    const { says, clock, feed, desk, pat } = all;
    says('one');
    await clock.pass(100);
    feed.faults.isAway = true;
    feed.cut();
    desk.mood.say.always(rejects('ended'));
    await pat.says('are you there?');
    return all;
  }
  const farewell = defaultSentences.endedByAgent;

  it('is not closed before its feed has told the words before its end', async () => {
    const { says, seen, clock, feed, session } = await refused();
    says('two');
    feed.tells({ kind: 'status', status: { type: 'ended', lastMessage: 'good bye' } });
    await clock.pass(15_000);
    expect(await session()).toMatchObject({ status: 'active' });
    feed.faults.isAway = false;
    await clock.pass(10_000);
    expect(seen()).toEqual([
      'Dana: one',
      'Dana: two',
      'Dana: good bye',
      `${defaultSentences.undeliveredAtEnd} ${farewell}`,
      '[back: agent]',
    ]);
    expect(await session()).toBeUndefined();
  });

  it('is closed after 30 s of that, though its feed tells nothing', async () => {
    const { seen, clock, session } = await refused();
    await clock.pass(29_000);
    expect(await session()).toMatchObject({ status: 'active' });
    await clock.pass(5000);
    expect(seen().slice(1)).toEqual([expect.stringContaining(farewell), '[back: agent]']);
    expect(await session()).toBeUndefined();
  });
});

describe('A session that is not heard', () => {
  it('is counted, with how long it has lasted', async () => {
    const { clock, feed, health } = await inChat();
    expect(health()).toEqual({ followed: 1, unheard: 0, longestUnheardMs: 0 });
    feed.faults.isAway = true;
    feed.cut();
    await clock.pass(aMinute);
    expect(health()).toEqual({ followed: 1, unheard: 1, longestUnheardMs: aMinute });
    feed.faults.isAway = false;
    await clock.pass(aMinute);
    expect(health()).toMatchObject({ unheard: 0 });
  });
});

describe('A process that stops', () => {
  it('follows nothing any more', async () => {
    const { bridge, clock, feed, session } = await inChat();
    await clock.until(bridge().follower?.stop() ?? Promise.reject(new Error('nothing is followed')));
    expect(feed.streams()).toBe(0);
    const open = await session();
    expect(open !== undefined && isOpen(open)).toBe(true);
  });
});
