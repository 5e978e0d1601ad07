import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { nearness, normalise } from '../../../simulators/solution/match-phrase.ts';

describe('A text is as near to a phrase as its words are', () => {
  test.each([
    ['Good bye', 'good bye', 1],
    ['  GOOD   bye!! ', 'Good bye', 1],
    ['Café', 'cafe', 1],
    ["what's up", 'whats up', 1],
    ['goodbye', 'good bye', 0.875],
    ['live agent, please', 'Live agent', 2 / 3],
    ['I want to talk with a person', 'Talk with a person', 4 / 7],
    ['hello there', 'Hello', 0.5],
  ])('%s: %s is %d', (text, phrase, expected) => {
    expect(nearness(text, phrase)).toBeCloseTo(expected);
  });

  test.each([
    ['bye Dana', 'Bye', 'a word of three letters counts only alone'],
    ['it was a good bye present', 'Good bye', 'a phrase that is less than half of the words'],
    ['hillo hallo', 'hello', 'too much besides'],
    ['hi', 'hey', 'short words allow no slip'],
    ['goodbuys', 'good bye', 'three slips'],
    ['', 'Hello', 'nothing'],
    ['…', 'Hello', 'nothing but signs'],
  ])('%s is not %s: %s', (text, phrase) => {
    expect(nearness(text, phrase)).toBe(0);
  });

  it('is 1 for the same words alone, and never beyond', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (text, phrase) => {
        const near = nearness(text, phrase);
        expect(near).toBeGreaterThanOrEqual(0);
        expect(near === 1).toBe(normalise(text) !== '' && normalise(text) === normalise(phrase));
      }),
    );
  });
});
