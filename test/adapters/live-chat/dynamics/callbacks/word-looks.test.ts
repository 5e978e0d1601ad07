import { describe, expect, it } from 'vitest';
import { wordLooks } from '../../../../../src/adapters/live-chat/dynamics/callbacks/word-looks.ts';
import type { ListRequest } from '../../../../../src/adapters/live-chat/dynamics/messages.ts';
import { liveChatId } from '../../../../../src/domain/ids.ts';
import { testClock } from '../../../../contracts/test-clock.ts';

const conversation = liveChatId('a');
const words = { conversation, text: 'ok', from: undefined };
const minute = 60_000;

/** Looks into an empty list, and how far back the last one reached, in milliseconds. */
function watchedLooks() {
  const clock = testClock();
  const asked: ListRequest[] = [];
  const looks = wordLooks(async (request) => {
    asked.push(request);
    return { messages: [] };
  }, clock);
  const reachOf = async (reach: 'recent' | 'all', of = conversation) => {
    await looks.find({ ...words, conversation: of }, reach);
    return clock.now() - (asked.at(-1)?.since ?? 0);
  };
  return { clock, looks, reachOf };
}

describe('A look for words without an id', () => {
  it('reaches back some seconds at first, and as far as a repeat can come from when that was not enough', async () => {
    const { reachOf } = watchedLooks();
    expect([await reachOf('recent'), await reachOf('all')]).toEqual([5_000, 10 * minute]);
  });

  it('begins with what was shown last in that conversation, and reaches no further than any other', async () => {
    const { clock, looks, reachOf } = watchedLooks();
    looks.noteShown(conversation, { id: '2', at: clock.now() - 2_000 });
    looks.noteShown(conversation, { id: '1', at: clock.now() - 7_000 });
    expect(await reachOf('recent')).toBe(2_000);
    expect(await reachOf('recent', liveChatId('b'))).toBe(5_000);
    expect(await reachOf('all')).toBe(10 * minute);
    clock.pass(20 * minute);
    expect(await reachOf('recent')).toBe(10 * minute);
  });
});
