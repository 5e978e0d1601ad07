import { describe, expect, it } from 'vitest';
import { markdownOf } from '../../../../../simulators/live-chat/dynamics/activities.ts';
import { markdownText } from '../../../../../src/adapters/live-chat/dynamics/callbacks/markdown-text.ts';

describe('The text of Markdown', () => {
  it.each([
    [
      '**bold**, *slanted*, __strong__, _emphasised_ and ~~gone~~',
      'bold, slanted, strong, emphasised and gone',
    ],
    ['***both***', 'both'],
    ['order_no_7 costs 2*3*4 or 5**2', 'order_no_7 costs 2*3*4 or 5**2'],
    ['* one\n* two\n- three', '* one\n* two\n- three'],
    ['# A title\n## Another', 'A title\nAnother'],
    ['see [the page](https://contoso.com/a_b_c "Title")', 'see the page (https://contoso.com/a_b_c)'],
    [
      '[https://contoso.com](https://contoso.com) <https://contoso.com/x>',
      'https://contoso.com https://contoso.com/x',
    ],
    ['run `a_b_ **c**` now', 'run a_b_ **c** now'],
    ['```js\nlet a = **b**;\n```\ndone', 'let a = **b**;\ndone'],
    ['one  \ntwo\\\nthree<br/>four', 'one\ntwo\nthree\nfour'],
    ['a&nbsp;&lt;b&gt; &amp;amp; &quot;c&quot;', 'a <b> &amp; "c"'],
    ['\\*not slanted\\* \\`nor code\\` \\_', '*not slanted* `nor code` _'],
    ['', ''],
    ['👩‍🚀 **ünï**', '👩‍🚀 ünï'],
  ])('%j is %j', (markdown, text) => {
    expect(markdownText(markdown)).toBe(text);
  });

  it.each([
    'two <b>&amp;</b> *three*',
    '`code` **b** [x](y) _z_ ~~w~~ # \\* \\',
    '&lt; &amp;lt; ``` \n```',
    '#1',
    '***',
  ])('that was escaped, %j, is as it was', (text) => {
    expect(markdownText(markdownOf(text))).toBe(text);
  });

  it('is found in a moment, whatever it is', () => {
    const began = performance.now();
    for (const part of ['*a ', '[', '`', '_a', '**', '![](', '  ', '# ', '\\', '```\n', '<http:a ', '~~ x']) {
      markdownText(part.repeat(20_000 / part.length));
    }
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
