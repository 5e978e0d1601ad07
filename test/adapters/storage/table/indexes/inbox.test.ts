import { describe, expect, it } from 'vitest';
import { Inbox } from '../../../../../src/adapters/storage/table/indexes/inbox.ts';
import { conversationId, sessionId } from '../../../../../src/domain/ids.ts';

const chat = conversationId('chat');
const [first, second] = [sessionId('first'), sessionId('second')];
const day = 24 * 60 * 60_000;
const start = 1_700_000_000_001;
const said = (id: string, at = start) => ({ id, sessionId: first, answer: 'accepted', at });

describe('an inbound request', () => {
  it('is forgotten with all that was answered before a time, and not the others', () => {
    const memory = new Inbox();
    memory.add(chat, said('one'));
    memory.add(chat, said('two', start + 7 * day));
    memory.add(conversationId('other'), said('three', start + 1));
    expect(memory.deleteBefore(start, 10)).toBe(0);
    expect(memory.find(chat, 'one')).toMatchObject({ sessionId: first, answer: 'accepted' });
    expect(memory.deleteBefore(start + 120_000, 10)).toBe(2);
    expect(memory.find(chat, 'one')).toBeUndefined();
    expect(memory.find(conversationId('other'), 'three')).toBeUndefined();
    expect(memory.find(chat, 'two')).toBeDefined();
    expect(memory.deleteBefore(start + 8 * day, 10)).toBe(1);
    expect(memory.deleteBefore(start + 99 * day, 10)).toBe(0);
  });

  it('is forgotten whatever comes first, and in steps', () => {
    const memory = new Inbox();
    for (let number = 0; number < 30; number++) {
      const conversation = conversationId(`c${number % 10}`);
      memory.add(conversation, said(`${number}`, start + ((number * 7) % 30) * day));
    }
    const steps = [20, 20, 20, 20].map((limit) => memory.deleteBefore(start + 15 * day, limit));
    expect(steps.reduce((sum, each) => sum + each, 0)).toBe(15);
    expect(steps.slice(-2)).toEqual([0, 0]);
    expect(memory.deleteBefore(start + 40 * day, 100)).toBe(15);
  });

  it('keeps its own answer and session among others of the same minute', () => {
    const memory = new Inbox();
    memory.add(chat, said('one'));
    memory.add(chat, { ...said('two'), answer: 'ended' });
    memory.add(chat, { ...said('three'), sessionId: second });
    memory.add(chat, said('four'));
    expect(memory.find(chat, 'two')).toMatchObject({ sessionId: first, answer: 'ended' });
    expect(memory.find(chat, 'three')).toMatchObject({ sessionId: second, answer: 'accepted' });
    expect(memory.of(chat, first).map(({ id, answer }) => [id, answer])).toEqual([
      ['one', 'accepted'],
      ['two', 'ended'],
      ['four', 'accepted'],
    ]);
  });

  it('that is taken back is not known, and neither is it in another conversation', () => {
    const memory = new Inbox();
    memory.add(chat, said('one'));
    expect(memory.find(conversationId('other'), 'one')).toBeUndefined();
    memory.remove(chat, 'one');
    expect(memory.find(chat, 'one')).toBeUndefined();
    memory.add(chat, said('one'));
    expect(memory.find(chat, 'one')).toBeDefined();
  });
});
