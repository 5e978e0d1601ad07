import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelMarkdown, markdownScale } from '../../src/adapters/bot-framework/markdown.ts';
import { splitText } from '../../src/domain/split-text.ts';

const units = () => () => 1;
const graphemes = (text: string) =>
  [...new Intl.Segmenter('und').segment(text)].map(({ segment }) => segment);
/** What is hard to cut: halves of pairs, marks without end, flags, families, line breaks. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom(
        '🇩🇪',
        '👩‍👩‍👧‍👦',
        'e\u0301',
        ' \u0301',
        '\r\n',
        '\n',
        ' ',
        '\ud83d',
        'क्षि',
        '\u0301'.repeat(30),
      ),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));
/** Where each part ends when they are joined. */
function placesBehind(parts: readonly string[]): readonly number[] {
  let place = 0;
  return parts.map(({ length }) => {
    place += length;
    return place;
  });
}
const anyLimit = fc.integer({ min: 1, max: 60 });

describe('A text that is split', () => {
  it('is always the same when it is joined again', () => {
    fc.assert(
      fc.property(anyText, anyLimit, (text, limit) => {
        expect(splitText(text, limit, units).join('')).toBe(text);
      }),
    );
  });

  it('never has a piece over the limit, unless it is one surrogate pair', () => {
    fc.assert(
      fc.property(anyText, anyLimit, (text, limit) => {
        for (const piece of splitText(text, limit, units)) {
          expect(piece.length <= limit || [...piece].length === 1).toBe(true);
        }
      }),
    );
  });

  it('is never cut through a surrogate pair, nor into nothing', () => {
    fc.assert(
      fc.property(anyText, anyLimit, (text, limit) => {
        const pieces = splitText(text, limit, units);
        for (const [place, piece] of pieces.slice(1).entries()) {
          expect(/[\ud800-\udbff]$/.test(pieces[place] ?? '') && /^[\udc00-\udfff]/.test(piece)).toBe(false);
          expect(piece).not.toBe('');
        }
      }),
    );
  });

  it('is never cut within what people see as one character, unless that is larger than the limit', () => {
    fc.assert(
      fc.property(anyText, anyLimit, (text, limit) => {
        const whole = graphemes(text);
        fc.pre(text !== '' && whole.every(({ length }) => length <= limit));
        const boundaries = placesBehind(whole);
        for (const place of placesBehind(splitText(text, limit, units))) expect(boundaries).toContain(place);
      }),
    );
  });

  it('is cut after white space where there is some', () => {
    expect(splitText('one two three four', 10, units)).toEqual(['one two ', 'three four']);
    expect(splitText('short', 10, units)).toEqual(['short']);
    expect(splitText('', 10, units)).toEqual(['']);
  });

  it('is cut within one character that is larger than the limit', () => {
    const zalgo = `e${'\u0301'.repeat(25)}`;
    expect(splitText(zalgo, 10, units).map(({ length }) => length)).toEqual([10, 10, 6]);
    expect(splitText('🦊🦊', 1, units)).toEqual(['🦊', '🦊']);
    expect(splitText('👩‍👩‍👧‍👦', 4, units)).toEqual(['👩‍', '👩‍', '👧‍', '👦']);
  });

  it('has pieces that have room as Markdown', () => {
    const marked = fc
      .array(
        fc.constantFrom(
          '# ',
          '\n',
          '    ',
          '\t',
          '1. ',
          '-',
          '*',
          '&',
          '<at>',
          'word ',
          '\u2028',
          '\u00a0',
          '+',
        ),
        {
          maxLength: 80,
        },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(marked, fc.integer({ min: 10, max: 80 }), (text, limit) => {
        for (const piece of splitText(text, limit, markdownScale)) {
          expect(channelMarkdown(undefined, piece).length).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  it.each([
    ['words', 'The quick brown fox jumps over the lazy dog. '],
    ['marks', '**a** [b](c) & <d>\n'],
    ['emoji', '👩‍👩‍👧‍👦🏳️‍🌈👍🏽'],
    ['flags', '🇩🇪'],
    ['marks on blanks', ' \u0301'],
    ['marks alone', '\u0301'],
    ['ideographs', '中'],
  ])('costs little, however long it is: %s', (_, unit) => {
    const text = unit.repeat(Math.floor(249_000 / unit.length));
    const startedAt = performance.now();
    const pieces = splitText(text, 13_000, markdownScale);
    // It took about 1,500 ms when each character was weighed by patterns.
    expect(performance.now() - startedAt).toBeLessThan(300);
    expect(pieces.join('')).toBe(text);
  });
});
