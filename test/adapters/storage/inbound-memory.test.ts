import { describe, expect, it } from 'vitest';
import { InboundMemory } from '../../../src/adapters/storage/inbound-memory.ts';
import { conversationId, sessionId } from '../../../src/domain/ids.ts';

const chat = conversationId('chat');
const [first, second] = [sessionId('first'), sessionId('second')];
const day = 24 * 60 * 60_000;
const start = 1_700_000_000_001;
const said = (id: string, at = start) => ({ id, sessionId: first, answer: 'accepted', at });

describe('an inbound request', () => {
  it('is recognised for seven days to the millisecond, and not much longer once others come', () => {
    const memory = new InboundMemory();
    memory.add(chat, said('one'));
    memory.add(chat, said('two', start + 7 * day));
    expect(memory.find(chat, 'one')).toMatchObject({ sessionId: first, answer: 'accepted' });
    memory.add(chat, said('three', start + 7 * day + 120_000));
    expect(memory.find(chat, 'one')).toBeUndefined();
    expect(memory.find(chat, 'two')).toBeDefined();
  });

  it('keeps its own answer and session among others of the same minute', () => {
    const memory = new InboundMemory();
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
    const memory = new InboundMemory();
    memory.add(chat, said('one'));
    expect(memory.find(conversationId('other'), 'one')).toBeUndefined();
    memory.remove(chat, 'one');
    expect(memory.find(chat, 'one')).toBeUndefined();
    memory.add(chat, said('one'));
    expect(memory.find(chat, 'one')).toBeDefined();
  });
});
