import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { sequenceOf } from '../../../simulators/sequence/steps.ts';
import { sequenceSvg } from '../../../simulators/sequence/svg.ts';
import { escalates, opens, run, says, sends } from './a-run.ts';

const drawingOf = (...args: Parameters<typeof run>) =>
  sequenceSvg(sequenceOf(run(...args)), { title: 'A <run>' });

const parsed = (svg: string) =>
  new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', stopNodes: ['svg.style'] }).parse(svg)
    .svg;

describe('A drawing of a sequence', () => {
  it('is well-formed, and says in words what it shows', () => {
    const svg = drawingOf({ toBridge: [escalates], toLiveChat: [opens] });
    expect(XMLValidator.validate(svg)).toBe(true);
    const { title, desc, role, 'aria-labelledby': labels } = parsed(svg);
    expect(role).toBe('img');
    expect(labels).toBe(`${title.id} ${desc.id}`);
    expect(desc['#text']).toBe(
      'Copilot Studio to Bridge: startConversation: My invoice (200)\nBridge to Live chat: opens a chat (201)',
    );
  });

  it('shows what people wrote as text, whatever is in it', () => {
    const text = '</text><script>alert(1)</script> & "quotes" \u0000\ud800';
    const svg = drawingOf({ toBridge: [says(1, text)] });
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;/text&gt;&lt;script&gt;');
  });

  it('does not tell outcomes by colour alone', () => {
    const refused = sends(1, 'Hello', { status: 503, peer: undefined });
    const lost = sends(2, 'Hello', { status: undefined, fault: { kind: 'reset-after' } });
    const svg = drawingOf({ toLiveChat: [refused, lost] });
    expect(svg).toContain('refused 503');
    expect(svg).toContain('answer 200 lost · attempt 2 · fault: cut on the way back');
  });

  it('says how long nothing happened', () => {
    const svg = drawingOf({ toBridge: [says(1, 'Hello'), says(20 * 60_000, 'Hello?')] });
    expect(svg).toContain('20 min later');
  });

  it('needs nothing from outside, and knows light and dark', () => {
    const svg = drawingOf({ toBridge: [escalates] });
    expect(svg).toContain('@media (prefers-color-scheme: dark)');
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import/);
  });

  it('of nothing is a drawing too', () => {
    expect(parsed(drawingOf({})).desc['#text']).toBe('Nothing has happened.');
  });
});
