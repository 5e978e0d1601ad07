import { describe, expect, it } from 'vitest';
import { check } from '../../../simulators/history/check.ts';
import { readEvents, written } from '../../../simulators/history/event.ts';
import { printed } from '../../../simulators/history/print.ts';
import { tokenIn } from '../../../simulators/history/token.ts';
import { visibleText } from '../../../simulators/history/visible-text.ts';
import { a, end, x } from './judged.ts';
import { crash, opened, recordOf, whole } from './record.ts';

describe('A record', () => {
  const record = recordOf(...opened('lc1'), ...whole(a), crash, ...whole(x), ...end);

  it('is read back from its lines as it was written', () => {
    expect(readEvents(written(record))).toEqual(record);
  });

  it('with a broken promise is printed in its shortest offending part', () => {
    const lost = recordOf(...opened('lc1'), ...whole(x), a.sent, a.acked, ...end);
    expect(printed(check(lost)).trimEnd().split('\n')).toEqual([
      `I1, accepted means kept: ${tokenIn(a.sent.text)} was accepted and then lost`,
      expect.stringMatching(/^ {4}\d\d:\d\d:\d\d\.\d{3} copilot: sent, .*text qz/),
      expect.stringMatching(/^ {4}\d\d:\d\d:\d\d\.\d{3} copilot: acked, .*status 200$/),
    ]);
  });
});

describe('The visible text of a message in Teams', () => {
  it('is what was typed when it was escaped, and loses its marks when it was not', () => {
    expect(visibleText('**Dana \\*x\\***: 5 \\* 3 &lt;b&gt; &amp;amp; 😀')).toEqual({
      isNamed: true,
      text: '5 * 3 <b> &amp; 😀',
    });
    expect(visibleText('*bold* [link](https://a.example) https://b.example/a_b_c')).toEqual({
      isNamed: false,
      text: 'bold link https://b.example/a_b_c',
    });
  });
});
