import { describe, expect, it } from 'vitest';
import { liveChatId } from '../../../src/domain/ids.ts';
import { postpones, works, worksAfter } from '../world/fakes/behaviour.ts';
import { inChat } from '../world/in-chat.ts';
import { aMinute, world } from '../world/world.ts';

describe('Words of an agent', () => {
  it('reach the customer in their order, under the name of the agent', async () => {
    const { dana, seen } = await inChat();
    expect(await dana.says('one')).toBe('accepted');
    await dana.says('two');
    expect(seen()).toEqual(['Dana: one', 'Dana: two']);
  });

  it('are seen once however often they come', async () => {
    const { dana, seen } = await inChat();
    expect(await dana.says('one', 'd1')).toBe('accepted');
    expect(await dana.says('one', 'd1')).toBe('duplicate');
    expect(await dana.says('something else', 'd1')).toBe('duplicate');
    expect(seen()).toEqual(['Dana: one']);
  });

  it('under the same id of another live chat are other words', async () => {
    const { dana, customer, agent, teams, seen } = await inChat();
    const kim = customer('Kim');
    await dana.says('for Pat', 'd1');
    await kim.asks();
    expect(await agent('Dana').says('for Kim', 'd1')).toBe('accepted');
    expect(seen()).toEqual(['Dana: for Pat']);
    expect(teams.seenAt(kim.address)).toEqual(['Dana: for Kim']);
  });

  it('are refused when what waits weighs too much, whatever letters it consists of', async () => {
    const { dana, teams } = await inChat({ settings: { laneBytes: 1000 } });
    teams.mood.say.always(postpones());
    expect(await dana.says('語'.repeat(200), 'd1')).toBe('accepted');
    expect(await dana.says('語'.repeat(200), 'd2')).toBe('full');
    expect(await dana.says('語'.repeat(200), 'd1')).toBe('duplicate');
  });

  it('are refused when too many wait', async () => {
    const { dana, teams, seen, clock } = await inChat({ settings: { laneLimit: 1 } });
    teams.mood.say.always(postpones());
    expect(await dana.says('one', 'd1')).toBe('accepted');
    expect(await dana.says('two', 'd2')).toBe('full');
    expect(await dana.says('one', 'd1')).toBe('duplicate');
    teams.mood.say.always(works);
    await clock.pass(aMinute);
    expect(await dana.says('two', 'd2')).toBe('accepted');
    expect(seen()).toEqual(['Dana: one', 'Dana: two']);
  });

  it('are refused after the end, and the repeat of accepted ones is known', async () => {
    const { pat, dana, opened, agent, seen } = await inChat();
    await dana.says('one', 'd1');
    await pat.ends();
    const late = agent('Dana', 'liveChatId' in opened ? opened.liveChatId : undefined);
    expect(await late.says('two')).toBe('ended');
    expect(await late.joins()).toBe('ended');
    expect(await late.types()).toBe('ended');
    expect(await late.hangsUp()).toBe('ended');
    expect(await late.says('one', 'd1')).toBe('duplicate');
    expect(seen()).toEqual(['Dana: one']);
  });

  it('for a live chat that was never opened are refused at once', async () => {
    const { agent, clock } = await inChat();
    const before = clock.now();
    expect(await agent('Mallory', liveChatId('lc99')).says('Hello')).toBe('unknown');
    expect(clock.now()).toBe(before);
  });

  it('may be faster than the answer to our own start', async () => {
    const { customer, desk, agent, clock, teams } = world();
    desk.mood.start.once(worksAfter(1000));
    const pat = customer('Pat');
    const asked = pat.begins();
    await clock.settle();
    expect(await agent('Dana', desk.chat().id).says('I am quick')).toBe('accepted');
    expect(await clock.until(asked)).toMatchObject({ status: 'queued' });
    expect(teams.seenAt(pat.address)).toEqual(['Dana: I am quick']);
  });

  it('for an unknown live chat are put off within two seconds while another one opens', async () => {
    const { customer, desk, agent, clock } = world();
    desk.mood.start.once(worksAfter(9000));
    void customer('Pat').begins();
    await clock.settle();
    const before = clock.now();
    expect(await agent('Mallory', liveChatId('lc99')).says('Hello')).toBe('opening');
    expect(clock.now() - before).toBeLessThanOrEqual(2050);
  });
});
