import { describe, expect, it } from 'vitest';
import { byId } from '../../../src/application/by-id.ts';
import { splitOnce, splitOncePerChannel } from '../../../src/application/changes/split-once.ts';
import { channelId } from '../../../src/domain/ids.ts';
import { postpones } from '../world/fakes/behaviour.ts';
import { inChat } from '../world/in-chat.ts';

const [here, there, gone] = [channelId('here'), channelId('there'), channelId('gone')] as const;

describe('A text that is split once', () => {
  it('keeps its pieces until another one comes', () => {
    let times = 0;
    const split = splitOnce((text) => [text, `time ${++times}`]);
    expect([split('a'), split('a'), split('b'), split('a')]).toEqual([
      ['a', 'time 1'],
      ['a', 'time 1'],
      ['b', 'time 2'],
      ['a', 'time 3'],
    ]);
  });

  it('has the pieces of its own channel, and stays in one where that is not configured', () => {
    let times = 0;
    const configured = (id: typeof here) => ({
      id,
      traits: { name: id },
      split: (text: string) => [text, id, `time ${++times}`],
      say: async () => ({ outcome: 'delivered' as const }),
      typing: async () => {},
    });
    const splitFor = splitOncePerChannel(byId([here, there].map(configured)));
    const split = [here, there, here, gone].map((channel) => splitFor(channel)('a'));
    expect(split).toEqual([
      ['a', 'here', 'time 1'],
      ['a', 'there', 'time 2'],
      ['a', 'here', 'time 1'],
      ['a'],
    ]);
  });
});

describe('Words of an agent are split', () => {
  /** A chat in which texts that are split are noted, and so many commits are too late. */
  async function noted(laneBytes: number) {
    const split: string[] = [];
    const late = { commits: 0 };
    const chat = await inChat({
      settings: { laneBytes },
      guard: ({ customerChannel }) => ({
        customerChannel: {
          ...customerChannel,
          split(text) {
            split.push(text);
            return customerChannel.split(text);
          },
        },
      }),
      seenStore: (store) => ({
        ...store,
        commit: async (change) => (late.commits-- > 0 ? { outcome: 'stale' } : store.commit(change)),
      }),
    });
    return { ...chat, split, late };
  }

  it('once, however often their commit is too late', async () => {
    const { dana, split, late, seen } = await noted(1_000_000);
    late.commits = 5;
    expect(await dana.says('a word')).toBe('accepted');
    expect(split.filter((text) => text.includes('a word'))).toHaveLength(1);
    expect(seen()).toEqual(['Dana: a word']);
  });

  it('not at all when their lane weighs too much already', async () => {
    const { dana, teams, split } = await noted(60);
    teams.mood.say.always(postpones());
    expect(await dana.says('語'.repeat(20))).toBe('accepted');
    expect(await dana.says('one more')).toBe('full');
    expect(split.filter((text) => text.includes('one more'))).toEqual([]);
  });
});
