import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personName, plainText, shortened } from '../../src/domain/plain-text.ts';

const controls = [...Array(32).keys()]
  .filter((code) => code !== 9 && code !== 10 && code !== 13)
  .concat(127)
  .map((code) => String.fromCharCode(code));

describe('Plain text', () => {
  it('has no control characters but tab and line feed', () => {
    expect(plainText(`a${controls.join('')}b\tc\nd`)).toBe('ab\tc\nd');
  });

  it('is otherwise what was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        const kept = [...typed].filter((each) => !controls.includes(each) && each !== '\r').join('');
        expect(plainText(typed).replaceAll('\n', '')).toBe(kept.replaceAll('\n', ''));
      }),
    );
  });

  it('has a line feed for each line break of old and other systems', () => {
    expect(plainText('one\rtwo\r\nthree\nfour\r\rfive\n\rsix')).toBe('one\ntwo\nthree\nfour\n\nfive\n\nsix');
  });

  it('keeps emoji, right-to-left text and markup', () => {
    const text = '👩‍👩‍👧 שלום **bold** <b>&amp;</b> \u200f\u00a0';
    expect(plainText(text)).toBe(text);
  });
});

describe('A text that is too long', () => {
  it('ends with a sign that something is missing, and never with half a character', () => {
    expect(shortened('abcdef', 6)).toBe('abcdef');
    expect(shortened('abcdef', 5)).toBe('abcd…');
    expect(shortened('ab🦊cdef', 4)).toBe('ab…');
  });
});

describe('A name', () => {
  it('is one line without surrounding blanks', () => {
    expect(personName('  Dana\n\t von  Dort ', 'Agent')).toBe('Dana von Dort');
  });

  it.each([undefined, '', ' \n\t', '\u0000\u001b'])(
    'of which nothing is left (%j) is the fallback',
    (name) => {
      expect(personName(name, 'Agent')).toBe('Agent');
    },
  );

  it('is cut after 64 characters, never through one', () => {
    expect(personName('x'.repeat(65), 'Agent')).toBe('x'.repeat(64));
    expect(personName('🦊'.repeat(70), 'Agent')).toBe('🦊'.repeat(64));
  });

  it('is a line of 1 to 64 characters, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (typed) => {
        const name = personName(typed, 'Agent');
        expect(name).not.toMatch(/[\n\r\t]/);
        expect([...name].length).toBeGreaterThan(0);
        expect([...name].length).toBeLessThanOrEqual(64);
      }),
    );
  });
});
