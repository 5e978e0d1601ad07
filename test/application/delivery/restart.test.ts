import { describe, expect, it } from 'vitest';
import { defaultSentences } from '../../../src/application/sentences.ts';
import { losesTheAnswer, postpones, works, worksAfter } from '../world/fakes/behaviour.ts';
import { aMinute, world } from '../world/world.ts';

async function inChat() {
  const all = world();
  const pat = all.customer('Pat');
  await pat.asks();
  return { ...all, pat, dana: all.agent('Dana'), seen: () => all.teams.seenAt(pat.address) };
}

describe('After a kill', () => {
  it('what was accepted and not sent arrives once', async () => {
    const { dana, pat, desk, teams, kill, start, seen, clock } = await inChat();
    teams.mood.say.once(postpones(30_000));
    desk.mood.say.once(postpones(30_000));
    await dana.says('one');
    await dana.says('two');
    await pat.says('three');
    kill();
    start();
    await clock.pass(2 * aMinute);
    expect(seen()).toEqual(['Dana: one', 'Dana: two']);
    expect(desk.chat().heard.map(({ text }) => text)).toEqual(['three']);
  });

  it('what was being sent is sent again, as one of unknown outcome', async () => {
    const { dana, teams, kill, start, seen, clock } = await inChat();
    teams.mood.say.once(worksAfter(1000));
    await dana.says('one');
    await dana.says('two');
    await clock.pass(500);
    kill();
    start();
    await clock.pass(2 * aMinute);
    expect(seen()).toEqual(['Dana: one', 'Dana: one', 'Dana: two']);
  });

  it('repeats of what was accepted before have no effect', async () => {
    const { dana, pat, kill, start, seen } = await inChat();
    await dana.says('one', 'd1');
    kill();
    start();
    expect(await dana.says('one', 'd1')).toBe('duplicate');
    expect(await pat.asks()).toMatchObject({ status: 'already-open' });
    expect(seen()).toEqual(['Dana: one']);
  });

  it('a start that may have been heard is repeated under its key, and its live chat is ended', async () => {
    const { customer, desk, teams, kill, start, clock } = world();
    desk.mood.start.once(losesTheAnswer, losesTheAnswer);
    const pat = customer('Pat');
    void pat.begins();
    await clock.pass(100);
    kill();
    await clock.pass(20_000);
    start();
    await clock.pass(2 * aMinute);
    expect(desk.chats).toMatchObject([{ endedFor: 'failed' }]);
    expect(teams.seenAt(pat.address)).toEqual([defaultSentences.endedFailed, '[back: failed]']);
  });

  it('a start that the live chat cannot have seen is not made any more, and the customer is told', async () => {
    const { customer, desk, teams, kill, start, clock } = world();
    desk.mood.start.always(postpones());
    const pat = customer('Pat');
    void pat.begins();
    await clock.pass(100);
    kill();
    await clock.pass(20_000);
    desk.mood.start.always(works);
    start();
    await clock.pass(2 * aMinute);
    expect(desk.chats).toEqual([]);
    expect(teams.seenAt(pat.address)).toEqual([defaultSentences.endedFailed, '[back: failed]']);
  });

  it('the farewell and the way back to the copilot still come', async () => {
    const { dana, teams, kill, start, seen, clock } = await inChat();
    teams.mood.say.once(postpones(30_000));
    await dana.hangsUp('Take care');
    kill();
    start();
    await clock.pass(2 * aMinute);
    expect(seen()).toEqual(['Take care', defaultSentences.endedByAgent, '[back: agent]']);
  });

  it('nothing is sent to the customer of an ended session, and its live chat is ended', async () => {
    const { dana, pat, desk, teams, kill, start, seen, clock } = await inChat();
    teams.mood.say.once(postpones(30_000));
    desk.mood.say.once(postpones(30_000));
    await dana.says('one');
    await pat.ends();
    kill();
    start();
    await clock.pass(2 * aMinute);
    expect(seen()).toEqual([]);
    expect(desk.chat().endedFor).toBe('customer');
  });
});
