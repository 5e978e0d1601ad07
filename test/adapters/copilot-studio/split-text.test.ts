import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitText } from '../../../src/adapters/copilot-studio/split-text.ts';

const length = (text: string) => text.length;
const graphemes = (text: string) =>
  [...new Intl.Segmenter('und').segment(text)].map(({ segment }) => segment);
const anyText = fc.string({ unit: 'grapheme', maxLength: 300 });

describe('A text that is split', () => {
  it('is always the same when it is joined again', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 60 }), (text, limit) => {
        expect(splitText(text, limit, length).join('')).toBe(text);
      }),
    );
  });

  it('never has a piece over the limit, unless one character is', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 60 }), (text, limit) => {
        for (const piece of splitText(text, limit, length)) {
          expect(piece.length <= limit || graphemes(piece).length === 1).toBe(true);
        }
      }),
    );
  });

  it('is never cut within what people see as one character', () => {
    const text = '👩‍🚀🇨🇭é👍🏽'.repeat(40);
    const whole = new Set(graphemes(text));
    for (const piece of splitText(text, 17, length)) {
      for (const grapheme of graphemes(piece)) expect(whole).toContain(grapheme);
    }
  });

  it('is cut after white space where there is some', () => {
    expect(splitText('one two three four', 10, length)).toEqual(['one two ', 'three four']);
    expect(splitText('short', 10, length)).toEqual(['short']);
    expect(splitText('', 10, length)).toEqual(['']);
  });
});
