import { describe, expect, it } from 'vitest';
import { visibleText } from '../../../simulators/history/visible-text.ts';
import { broken, end, token, words, x } from './judged.ts';
import { agentSays, ended, opened, recordOf, whole } from './record.ts';

describe('A known defect of the shipped sample is caught:', () => {
  it('the end forgets the wrong live chat, and a late agent still reaches Teams', () => {
    expect(broken(recordOf(...opened('lc1'), ...ended('lc1'), ...whole(x)))).toEqual(['I6']);
  });

  it('a failed send is ignored', () => {
    const failed = { ...x.attempted, outcome: 'refused' } as const;
    expect(broken(recordOf(...opened('lc1'), x.sent, x.acked, failed, ...end))).toEqual(['I1']);
  });

  it('the callback is unauthenticated, and a stranger speaks as the agent', () => {
    const stranger = { party: 'stranger' } as const;
    const forged = [{ ...x.sent, ...stranger }, { ...x.acked, ...stranger }, x.attempted, x.shown];
    expect(broken(recordOf(...opened('lc1'), ...forged, ...end))).toEqual(['I7']);
  });

  it('hosts are checked by a part of their name, and a stranger gets the words', () => {
    const away = { ...x.attempted, party: 'stranger' } as const;
    expect(broken(recordOf(...opened('lc1'), x.sent, x.acked, away, x.shown, ...end))).toEqual(['I4']);
  });

  it('name and text are not escaped in Markdown', () => {
    const spoken = agentSays(`${token()} costs *about* 5_000_ <b>`);
    const { text } = visibleText(`**Dana**: ${spoken.shown.text}`);
    const shown = { ...spoken.shown, text };
    expect(broken(recordOf(...opened('lc1'), spoken.sent, spoken.acked, shown, ...end))).toEqual(['I7']);
  });

  it('concurrent sessions of one conversation all speak', () => {
    const second = agentSays(words(), 'lc2');
    const record = recordOf(
      ...opened('lc1'),
      ...opened('lc2'),
      ...whole(x),
      ...whole(second),
      ...ended('lc2'),
    );
    expect(broken(record)).toEqual(['I5']);
  });
});
