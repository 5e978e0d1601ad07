import { describe, expect, it } from 'vitest';
import { rateLimitedChannel } from '../../../src/adapters/channels/teams/rate-limited-channel.ts';
import { rateLimiter } from '../../../src/adapters/http/client/rate-limiter.ts';
import { addressText } from '../../adapters/bot-framework/address.ts';
import { teamsThreadLimits } from '../../adapters/channels/teams-thread-limits.ts';
import { postpones } from '../world/fakes/behaviour.ts';
import { begunIn } from '../world/fakes/history.ts';
import { type WorldOptions, world } from '../world/world.ts';

const paced: WorldOptions = {
  guard: ({ customerChannel }, { clock }) => ({
    customerChannel: rateLimitedChannel(
      customerChannel,
      rateLimiter(clock, { perSecond: 50, threadLimits: teamsThreadLimits }),
    ),
  }),
};

const addressOf = (name: string): string =>
  addressText({ conversationId: `a:${name}`, customer: { id: name } });

const numbers = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `Dana: ${n}`);

async function inChatWith(setting: ReturnType<typeof world>, name: string) {
  await setting.customer(name).asks({ customerAddress: addressOf(name) });
  const liveChat = setting.desk.chat().id;
  return { dana: setting.agent('Dana', liveChat), seen: () => setting.teams.seenAt(addressOf(name)) };
}

describe('A hundred messages at once into one thread of Teams (R9)', () => {
  it('arrive in order, as fast as Teams takes them and no faster, and another thread is not delayed', async () => {
    const setting = world(paced);
    const pat = await inChatWith(setting, 'Pat');
    const kim = await inChatWith(setting, 'Kim');
    await pat.dana.joins();
    await kim.dana.joins();
    await setting.clock.pass(60_000);
    const already = pat.seen().length;
    const begunAt = setting.clock.now();
    for (let n = 0; n < 100; n++) await pat.dana.says(String(n));
    await kim.dana.says('Hello Kim');
    await setting.clock.settle();
    expect(kim.seen()).toContain('Dana: Hello Kim');
    expect(pat.seen().slice(already)).toEqual(numbers(7));
    await setting.clock.pass(61_000);
    expect(pat.seen().slice(already)).toEqual(numbers(100));
    const heard = begunIn(setting.history, 'to-customer').filter(
      ({ at, to }) => at >= begunAt && to === addressOf('Pat'),
    );
    expect(heard).toHaveLength(100);
    for (const { most, withinMs } of teamsThreadLimits) {
      for (const [index, { at }] of heard.entries()) {
        const next = heard[index + most];
        if (next) expect(next.at - at).toBeGreaterThanOrEqual(withinMs);
      }
    }
    // 60 in the first half minute, and the others right after it.
    expect((heard.at(-1)?.at ?? 0) - begunAt).toBeLessThan(45_000);
  });

  it('are nothing special: R21: a full lane empties in order as well, within nine minutes', async () => {
    const setting = world(paced);
    const pat = await inChatWith(setting, 'Pat');
    await pat.dana.joins();
    await setting.clock.pass(60_000);
    const already = pat.seen().length;
    const answers = [];
    for (let n = 0; n < 1_020; n++) answers.push(await pat.dana.says(String(n)));
    const taken = answers.lastIndexOf('accepted') + 1;
    expect(taken).toBeGreaterThanOrEqual(1_000);
    expect(answers.slice(taken).every((answer) => answer === 'full')).toBe(true);
    await setting.clock.pass(9 * 60_000);
    expect(pat.seen().slice(already)).toEqual(numbers(taken));
  });

  it('do not report that Teams cannot be reached', async () => {
    const setting = world(paced);
    const pat = await inChatWith(setting, 'Pat');
    await pat.dana.joins();
    for (let n = 0; n < 100; n++) await pat.dana.says(String(n));
    await setting.clock.pass(120_000);
    expect(setting.desk.chat().heard.filter(({ kind }) => kind === 'notice')).toEqual([]);
  });

  it('wait as long as Teams says when it refuses all the same', async () => {
    const setting = world(paced);
    const pat = await inChatWith(setting, 'Pat');
    await pat.dana.joins();
    await setting.clock.pass(60_000);
    const already = pat.seen().length;
    setting.teams.mood.say.once(postpones(9_000));
    for (let n = 0; n < 3; n++) await pat.dana.says(String(n));
    await setting.clock.pass(8_900);
    expect(pat.seen()).toHaveLength(already);
    await setting.clock.pass(2_000);
    expect(pat.seen().slice(already)).toEqual(numbers(3));
  });
});
