import { describe, expect, it } from 'vitest';
import {
  furtherIdsOf,
  idOfContent,
  listedSame,
} from '../../../../../src/adapters/live-chat/dynamics/callbacks/callback-ids.ts';
import { relayUnnamed } from '../../../../../src/adapters/live-chat/dynamics/callbacks/relay-unnamed.ts';
import { takeActivity } from '../../../../../src/adapters/live-chat/dynamics/callbacks/take-activity.ts';
import { wordLooks } from '../../../../../src/adapters/live-chat/dynamics/callbacks/word-looks.ts';
import type { AgentMessage, LiveChatAnswer } from '../../../../../src/application/ports/inbound.ts';
import { liveChatId } from '../../../../../src/domain/ids.ts';

/** A customer who is shown each id once, and a list of the same words that grows by one state with each look. */
function session(lists: readonly (readonly string[] | undefined)[], isRecent = false) {
  const shown: string[] = [];
  const waits: number[] = [];
  let looks = 0;
  const relayAs = async (id: string): Promise<LiveChatAnswer> => {
    if (shown.includes(id)) return 'duplicate';
    shown.push(id);
    return 'accepted';
  };
  const look = async () => {
    const ids = lists[Math.min(looks++, lists.length - 1)];
    return ids && { isListed: ids.length > 0, furtherIds: ids.slice(1) };
  };
  const hear = () =>
    relayUnnamed({
      firstId: 'first',
      relayAs,
      look,
      wasJustRelayed: () => isRecent,
      otherwise: () => 'otherwise',
      pause: async (ms) => waits.push(ms),
    });
  return { shown, waits, hear, looks: () => looks };
}

describe('A message without an id', () => {
  it('is the first of its conversation where its words are new, and nothing is read', async () => {
    const { shown, hear, looks } = session([]);
    expect(await hear()).toBe('accepted');
    expect([shown, looks()]).toEqual([['first'], 0]);
  });

  it('has the first id in the list that was not shown yet, but for the first message’s', async () => {
    const { shown, waits, hear } = session([['1', '2', '3']]);
    expect([await hear(), await hear(), await hear()]).toEqual(['accepted', 'accepted', 'accepted']);
    expect(shown).toEqual(['first', '2', '3']);
    expect(waits).toEqual([]);
    expect(await hear()).toBe('duplicate');
    expect(shown).toEqual(['first', '2', '3']);
  });

  it('is waited for when all in the list were shown, since it may be the next', async () => {
    const { shown, waits, hear } = session([['1'], ['1', '2']]);
    expect([await hear(), await hear()]).toEqual(['accepted', 'accepted']);
    expect(shown).toEqual(['first', '2']);
    expect(waits).toEqual([400]);
  });

  it('is shown without the list when that cannot be read, and when it has nothing like it', async () => {
    const unread = session([undefined]);
    expect([await unread.hear(), await unread.hear()]).toEqual(['accepted', 'accepted']);
    expect([unread.shown, unread.waits]).toEqual([['first', 'otherwise'], []]);
    const empty = session([[]]);
    expect([await empty.hear(), await empty.hear(), await empty.hear()]).toEqual([
      'accepted',
      'accepted',
      'duplicate',
    ]);
    expect([empty.shown, empty.waits]).toEqual([
      ['first', 'otherwise'],
      [400, 1_200, 400, 1_200],
    ]);
  });

  it('is a repeat when the list cannot be read and its words were shown a moment ago', async () => {
    const unread = session([undefined], true);
    expect([await unread.hear(), await unread.hear()]).toEqual(['accepted', 'duplicate']);
    expect(unread.shown).toEqual(['first']);
  });
});

describe('A list that is not answered', () => {
  it('holds words up for some seconds at most, whatever it waits for', async () => {
    const waits: number[] = [];
    const relayed: AgentMessage[] = [];
    let now = 30_000;
    const clock = {
      now: () => now,
      after: (ms: number, task: () => void) => {
        waits.push(ms);
        const timer = setImmediate(task);
        return () => clearImmediate(timer);
      },
    };
    const shown = new Set<string>();
    const parts = {
      clock,
      looks: wordLooks(() => new Promise(() => undefined), clock),
      relayAgentMessage: async (message: AgentMessage): Promise<LiveChatAnswer> => {
        relayed.push(message);
        if (shown.has(message.messageId)) return 'duplicate';
        shown.add(message.messageId);
        return 'accepted';
      },
      recordAgentStatus: async () => 'unknown' as const,
    };
    const hear = () =>
      takeActivity(parts, {
        conversation: liveChatId('c'),
        activity: { type: 'message', text: 'Hello', from: { id: 'd', name: 'Dana' } },
      });
    expect([await hear(), waits]).toEqual(['accepted', []]);
    now += 20_000;
    expect([await hear(), waits]).toEqual(['accepted', [3_000]]);
    const [first] = relayed;
    expect(relayed.map(({ messageId }) => messageId)).toEqual([
      expect.stringMatching(/^first:/),
      first?.messageId,
      expect.stringMatching(/^at:3:/),
    ]);
    expect(first).toMatchObject({ text: 'Hello', agentName: 'Dana' });
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

  it('are those with the text and the sender, as far as that is told, oldest first and without the first of all', () => {
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
    const same = listedSame('ok', list);
    expect(same.map(({ messageid }) => messageid)).toEqual(['1001', '1003', '1003', '1005', '1006', '1007']);
    expect(furtherIdsOf({ text: 'ok', from: dana }, same)).toEqual(['1003', '1006', '1007']);
    expect(furtherIdsOf({ text: 'ok', from: { id: 'k', name: 'Kim' } }, same)).toEqual(['1005', '1007']);
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
