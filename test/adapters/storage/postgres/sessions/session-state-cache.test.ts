import { describe, expect, it } from 'vitest';
import { sessionStateCache } from '../../../../../src/adapters/storage/postgres/sessions/session-state-cache.ts';
import { evolve } from '../../../../../src/domain/evolve.ts';
import { ended, opening } from '../../../../contracts/session-steps.ts';
import { testClock } from '../../../../contracts/test-clock.ts';

const { session } = opening(testClock());

describe('Known states', () => {
  it('give the same session for the text that was written, and read any other text', () => {
    const states = sessionStateCache();
    const text = states.write('a', session);
    expect(states.read('a', text)).toBe(session);
    const other = text.replace('printer', 'scanner');
    expect(states.read('a', other)).toMatchObject({ problem: 'The scanner is on fire' });
    expect(states.read('a', text)).toEqual(session);
  });

  it('refuse a text that is no session', () => {
    expect(() => sessionStateCache().read('a', '{"status":"open"}')).toThrow();
  });

  it('keep nothing of a session that has ended', () => {
    const states = sessionStateCache();
    const text = states.write('a', session);
    const over = evolve(session, ended(1));
    const overText = states.write('a', over);
    expect(states.read('a', overText)).not.toBe(over);
    expect(states.read('a', text)).not.toBe(session);
  });

  it('forget the one that was not seen for longest', () => {
    const states = sessionStateCache();
    const text = states.write('first', session);
    states.write('second', session);
    states.read('first', text);
    for (let number = 0; number < 1999; number++) states.write(`${number}`, { ...session });
    expect(states.read('first', text)).toBe(session);
    expect(states.read('second', text)).not.toBe(session);
  });

  it('are bounded by their length as well', () => {
    const states = sessionStateCache();
    const long = { ...session, problem: 'x'.repeat(1024 * 1024) };
    const texts = Array.from({ length: 20 }, (_, number) => states.write(`${number}`, long));
    expect(states.read('19', texts[19] ?? '')).toBe(long);
    expect(states.read('0', texts[0] ?? '')).not.toBe(long);
  });
});
