import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
// @ts-expect-error The customer page is plain JavaScript.
import { runsOf } from '../../../simulators/teams/page/markdown.js';
import {
  channelMarkdown,
  escapeMarkdown,
  heaviestUnit,
  markdownScale,
} from '../../../src/adapters/bot-framework/markdown.ts';

interface Run {
  readonly text: string;
  readonly isBold: boolean;
}

const shown = (markdown: string): readonly Run[] => runsOf(markdown);
const words = (markdown: string): string =>
  shown(markdown)
    .map(({ text }) => text)
    .join('');

/** Text in which everything that means something somewhere is frequent. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '*',
        '**',
        '_',
        '`',
        '```',
        '[',
        '](',
        ')',
        '!',
        '<',
        '>',
        '&',
        '&lt;',
        '\\',
        '#',
        '- ',
        '1. ',
        '~~',
        '|',
      ),
      fc.constantFrom(
        '<at>Boss</at>',
        '<script>',
        'https://a.example/x_y_z?a=1&b=2',
        '\n',
        '> ',
        '---',
        '===',
        '+ ',
        '\t',
        '    ',
        '\u2028',
        '\u00a0',
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

const widths = (text: string): number => {
  const widthOf = markdownScale();
  let width = 0;
  for (let at = 0; at < text.length; at++) width += widthOf(text.charCodeAt(at));
  return width;
};

describe('A line that begins with blanks', () => {
  it.each([
    ['    four', '&nbsp;&nbsp;&nbsp;&nbsp;four'],
    ['      six', '&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;six'],
    ['\ttab', '&emsp;tab'],
    ['  \t- item', '&nbsp;&nbsp;&emsp;\\- item'],
    ['   three', '   three'],
    ['a    b', 'a    b'],
  ])('is no code block: %j', (line, markdown) => {
    expect(channelMarkdown(undefined, line)).toBe(markdown);
    expect(channelMarkdown('Dana', `Look:\n${line}`)).toBe(`**Dana**: Look:\n\n${markdown}`);
    expect(words(markdown)).toBe(line);
  });
});

describe('Text that is escaped', () => {
  it('takes up no more room than its length allows for', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(channelMarkdown(undefined, text).length).toBeLessThanOrEqual(widths(text));
        expect(widths(text)).toBeLessThanOrEqual(text.length * heaviestUnit);
      }),
    );
  });

  it('is shown as it was typed', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(words(escapeMarkdown(text))).toBe(text);
      }),
    );
  });

  it('holds no HTML, no mention and no link of its own', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = escapeMarkdown(text);
        expect(escaped).not.toMatch(/[<>]/);
        expect(escaped).not.toMatch(/(^|[^\\])(\\\\)*\]\(/);
        expect(escaped).not.toMatch(/&(?!amp;|lt;|gt;)/);
      }),
    );
  });

  it('has a backslash before all that Markdown knows, outside of a URL', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const bare = escapeMarkdown(text)
          .replace(/https?:\/\/[^\s<>"'`*[\](){}\\|]+/g, '')
          .replace(/\\./gs, '');
        expect(bare).not.toMatch(/[\\`*_[\]~|]/);
      }),
    );
  });

  it('begins no line with a heading, a list, a rule or a quote', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(escapeMarkdown(text)).not.toMatch(/^[ \t]*(#|[-+*=>]|\d+[.)])/m);
      }),
    );
  });

  it('leaves a bare URL as it is, but for its ampersands', () => {
    expect(escapeMarkdown('see https://a.example/x_y_z*?a=1&b=2 now')).toBe(
      'see https://a.example/x_y_z\\*?a=1&amp;b=2 now',
    );
  });
});

describe("An agent's words", () => {
  it('stand under a bold name, and nothing in either makes anything else bold', () => {
    const name = hostile.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
    fc.assert(
      fc.property(name, hostile, (agentName, text) => {
        const bold = shown(channelMarkdown(agentName, text)).filter(({ isBold }) => isBold);
        expect(bold.map((run) => run.text).join('')).toBe(agentName);
      }),
    );
  });

  it('keep their lines', () => {
    expect(channelMarkdown('Dana', 'one\ntwo')).toBe('**Dana**: one\n\ntwo');
    expect(channelMarkdown(undefined, '*one*')).toBe('\\*one\\*');
  });
});
