import { describe, expect, it } from 'vitest';
import {
  idOfContent,
  listedSame,
} from '../../../../../src/adapters/live-chat/dynamics/callbacks/callback-ids.ts';
import { relayUnnamed } from '../../../../../src/adapters/live-chat/dynamics/callbacks/relay-unnamed.ts';
import { takeActivity } from '../../../../../src/adapters/live-chat/dynamics/callbacks/take-activity.ts';
import { wordLooks } from '../../../../../src/adapters/live-chat/dynamics/callbacks/word-looks.ts';
import type { AgentMessage, LiveChatAnswer } from '../../../../../src/application/ports/inbound.ts';
import { liveChatId } from '../../../../../src/domain/ids.ts';

/** A customer who is shown each id once, and a list that grows by one state with each look. */
function session(...lists: readonly (readonly string[] | undefined)[]) {
  const shown: string[] = [];
  const waits: number[] = [];
  let looks = 0;
  const relayAs = async (id: string): Promise<LiveChatAnswer> => {
    if (shown.includes(id)) return 'duplicate';
    shown.push(id);
    return 'accepted';
  };
  const hear = () =>
    relayUnnamed({
      relayAs,
      look: async () => lists[Math.min(looks++, lists.length - 1)]?.map((id) => ({ id, at: 0 })),
      noteShown: () => undefined,
      otherwise: () => 'otherwise',
      pause: async (ms) => waits.push(ms),
    });
  return { shown, waits, hear };
}

describe('A message without an id', () => {
  it('has the first id in the list that was not shown yet', async () => {
    const { shown, waits, hear } = session(['1', '2', '3']);
    expect([await hear(), await hear(), await hear()]).toEqual(['accepted', 'accepted', 'accepted']);
    expect(shown).toEqual(['1', '2', '3']);
    expect(waits).toEqual([]);
    expect(await hear()).toBe('duplicate');
    expect(shown).toEqual(['1', '2', '3']);
  });

  it('is waited for when all in the list were shown, since it may be the next', async () => {
    const { shown, waits, hear } = session(['1'], ['1'], ['1'], ['1', '2']);
    expect([await hear(), await hear()]).toEqual(['accepted', 'accepted']);
    expect(shown).toEqual(['1', '2']);
    expect(waits.length).toBe(1);
  });

  it('is shown without the list when that cannot be read, and when it has nothing like it', async () => {
    const unread = session(undefined);
    expect(await unread.hear()).toBe('accepted');
    expect([unread.shown, unread.waits]).toEqual([['otherwise'], []]);
    const empty = session([]);
    expect(await empty.hear()).toBe('accepted');
    expect([empty.shown, empty.waits]).toEqual([['otherwise'], [400, 1_200]]);
    expect(await empty.hear()).toBe('duplicate');
  });
});

describe('A list that is not answered', () => {
  it('holds words up for some seconds at most, whatever it waits for', async () => {
    const waits: number[] = [];
    const relayed: AgentMessage[] = [];
    const clock = {
      now: () => 30_000,
      after: (ms: number, task: () => void) => {
        waits.push(ms);
        const timer = setImmediate(task);
        return () => clearImmediate(timer);
      },
    };
    const taken = await takeActivity(
      {
        clock,
        looks: wordLooks(() => new Promise(() => undefined), clock),
        relayAgentMessage: async (message) => {
          relayed.push(message);
          return 'accepted';
        },
        recordAgentStatus: async () => 'unknown',
      },
      {
        conversation: liveChatId('c'),
        activity: { type: 'message', text: 'Hello', from: { id: 'd', name: 'Dana' } },
      },
    );
    expect([taken, waits]).toEqual(['accepted', [3_000]]);
    expect(relayed).toMatchObject([
      { text: 'Hello', agentName: 'Dana', messageId: expect.stringMatching(/^at:2:/) },
    ]);
  });
});

describe('The ids of messages that may be the same', () => {
  const dana = { id: 'd', name: 'Dana' };
  const listed = (messageid: string, text: string, more: object = {}) => ({
    messageid,
    shown: text,
    from: dana,
    ...more,
  });

  it('are those with the text and the sender, as far as that is told, oldest first', () => {
    const list = [
      listed('1003', 'ok'),
      listed('1001', ' ok\n'),
      listed('1002', 'no'),
      listed('1004', 'ok', { from: { id: 'hs_1', name: 'Anna' } }),
      listed('1005', 'ok', { from: { id: 'k', name: 'Kim' } }),
      listed('1006', 'ok', { from: { id: 'other', name: 'Dana' } }),
      listed('1007', 'ok', { from: {} }),
      listed('1008', 'ok', { from: undefined, channeldata: { 'handoff-bridge': { id: 'hs_1.2.3' } } }),
      listed('1003', 'ok'),
    ];
    const same = listedSame({ text: 'ok', from: dana }, list);
    expect(same.map(({ id }) => id)).toEqual(['1001', '1003', '1006', '1007']);
    expect(same[0]).toEqual({ id: '1001', at: 1001 });
  });
});

describe('An id that follows from the content', () => {
  it('is the same for a while, and another for other content and later', () => {
    const id = (parts: readonly string[], now: number, isTyping = false) =>
      idOfContent({ parts, isTyping }, now);
    expect(id(['a', 'b'], 30_000)).toBe(id(['a', 'b'], 44_999));
    expect(id(['a', 'b'], 30_000)).not.toBe(id(['a', 'b'], 45_000));
    expect(id(['a', 'b'], 30_000)).not.toBe(id(['ab'], 30_000));
    expect(id(['a'], 30_000, true)).not.toBe(id(['a'], 31_000, true));
  });
});
