import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../../simulators/verify-live-chat/http/exchange.ts';
import { htmlReport } from '../../../simulators/verify-live-chat/report/html-report.ts';
import { junitReport } from '../../../simulators/verify-live-chat/report/junit-report.ts';
import { masking } from '../../../simulators/verify-live-chat/report/mask.ts';
import type { Run } from '../../../simulators/verify-live-chat/report/summary.ts';

const secret = 'top-secret-key';

const exchange: Exchange = {
  direction: 'to-live-chat',
  method: 'POST',
  url: `https://chat.example/api/livechat/start?key=${secret}`,
  headers: { 'x-pass': secret, authorization: `Bearer ${secret}`, cookie: 'session=1' },
  body: '{}',
  answer: {
    status: 500,
    headers: { 'set-cookie': 'session=2' },
    body: `<script>alert("${secret}")</script>\u0000`,
  },
  ms: 12,
};

const clause = masking({ values: [secret], headers: ['x-pass'] })({
  outcome: 'failed',
  group: 'api',
  name: 'a start & its <answer>',
  cause: `answered 500 and ${secret}`,
  advice: 'Look into your log.',
  differences: [{ where: '$.sessionId', expected: '"lc-1"', received: `"${secret}"` }],
  exchanges: [exchange],
  ms: 12,
});

const run: Run = {
  url: 'https://chat.example',
  contract: { kind: 'reference', hasPromises: true },
  only: [],
  notEnded: 0,
  startedAt: new Date('2026-01-31T09:30:00Z'),
  ms: 1234,
  clauses: [clause],
};

describe('a report', () => {
  test('shows what a live chat answered and never runs it', () => {
    expect(htmlReport(run)).toContain('&lt;script&gt;alert(');
    expect(htmlReport(run)).not.toContain('<script');
  });

  test('says what happened, what to change, and what was expected', () => {
    const html = htmlReport(run);
    for (const text of [
      'breaks the contract',
      'a start &amp; its &lt;answer&gt;',
      'Look into your log.',
      '&quot;lc-1&quot;',
    ]) {
      expect(html).toContain(text);
    }
  });

  test.each([
    ['html', htmlReport(run)],
    ['junit', junitReport(run)],
  ])('carries no secret: %s', (_, text) => {
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/session=[12]/);
  });

  test('says what was not checked, and which sessions are still open', () => {
    const passed = { outcome: 'passed', group: 'api', name: 'a start', exchanges: [], ms: 1 } as const;
    const html = htmlReport({ ...run, clauses: [passed], notEnded: 2 });
    expect(html).toContain('<header class="verdict partly">');
    expect(html).toContain('Not checked: the callbacks of the live chat.');
    expect(html).toContain('2 of the sessions that were opened could not be ended');
    expect(htmlReport({ ...run, clauses: [passed], only: ['a <start>'] })).toContain('“a &lt;start&gt;”');
    expect(html).not.toContain('keeps the contract');
  });

  test('is XML for build servers, without what XML cannot carry', () => {
    const xml = junitReport({ ...run, clauses: [clause, { ...clause, name: 'a \u0007 bell' }] });
    expect(xml).toContain('tests="2" failures="2" errors="0" skipped="0" time="1.234"');
    expect(xml).toContain('name="a  bell"');
    expect(xml).toContain('<failure message="answered 500 and ••••••">');
  });
});
