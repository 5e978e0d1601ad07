import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, printableLine } from '../../src/domain/printable.ts';

const codes = (...ranges: readonly (readonly [number, number])[]) =>
  ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => first + at));

const obeyed = codes(
  [0, 8],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2066, 0x2069],
  [0x61c, 0x61c],
);

describe('A printable text', () => {
  it.each(obeyed)('shows U+%i as an escape', (code) => {
    const hex = code.toString(16).padStart(4, '0');
    expect(printable(`a${String.fromCharCode(code)}b`)).toBe(`a\\u${hex}b`);
  });

  it('keeps words of every script, emoji, tabs and lines as they are', () => {
    const text = 'Grüße\tשלום\n你好 👩‍👩‍👧 \u{1f3f4}\u{e0067}\u{e007f}';
    expect(printable(text)).toBe(text);
    expect(printable('one\r\ntwo')).toBe('one\ntwo');
    expect(printableLine('a\nb\tc')).toBe('a\\u000ab\\u0009c');
  });

  it('has no control that a terminal obeys, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const left = [...printable(text)].map((each) => each.codePointAt(0) ?? 0);
        expect(left.filter((code) => obeyed.includes(code))).toEqual([]);
      }),
    );
  });
});
