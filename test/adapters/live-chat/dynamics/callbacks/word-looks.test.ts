import { describe, expect, it } from 'vitest';
import { wordLooks } from '../../../../../src/adapters/live-chat/dynamics/callbacks/word-looks.ts';
import type { ListRequest } from '../../../../../src/adapters/live-chat/dynamics/messages.ts';
import { liveChatId } from '../../../../../src/domain/ids.ts';
import { testClock } from '../../../../contracts/test-clock.ts';

const words = (text: string, conversation = 'a') => ({
  conversation: liveChatId(conversation),
  text,
  from: { id: 'd', name: 'Dana' },
});
const listed = (messageid: string, text: string) => ({ messageid, text, from: { id: 'd' } });

describe('A look for words without an id', () => {
  it('has the whole conversation, and the messages in it that read alike', async () => {
    const asked: ListRequest[] = [];
    const looks = wordLooks(async (request) => {
      asked.push(request);
      return { messages: [listed('3', 'ok'), listed('1', '*ok*'), listed('2', 'no')] };
    }, testClock());
    expect(await looks.find(words('ok'))).toEqual({ isListed: true, furtherIds: ['3'] });
    expect(await looks.find(words('yes'))).toEqual({ isListed: false, furtherIds: [] });
    expect(asked.map(({ since }) => since)).toEqual([0, 0]);
  });

  it('is none where the list was refused', async () => {
    const looks = wordLooks(
      async () => ({ failed: { outcome: 'not-sent', cause: 'ECONNREFUSED' } }),
      testClock(),
    );
    expect(await looks.find(words('ok'))).toBeUndefined();
  });

  it('remembers for 15 s which words were the first', () => {
    const clock = testClock();
    const looks = wordLooks(async () => ({ messages: [] }), clock);
    looks.noteFirst(words('ok'));
    clock.pass(14_000);
    expect([words('ok'), words(' ok\n'), words('no'), words('ok', 'b')].map(looks.wasJustFirst)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    clock.pass(1_000);
    expect(looks.wasJustFirst(words('ok'))).toBe(false);
  });
});
