import { describe, expect, it } from 'vitest';
import { refusalsIn } from '../../../../src/adapters/http/limits/refusals.ts';
import type { LogFields } from '../../../../src/application/ports/log.ts';

describe('Refusals', () => {
  it('are logged once in ten seconds for a route and a reason, and the next line counts those left out', () => {
    const lines: LogFields[] = [];
    let now = 0;
    const refusals = refusalsIn(
      { info() {}, warn: (fields) => void lines.push(fields), error() {} },
      () => now,
    );
    const refused = { route: '/r', status: 401, reason: 'expired' } as const;
    for (let n = 0; n < 5; n++) refusals.note(refused);
    refusals.note({ ...refused, reason: 'wrong-audience' });
    refusals.note({ ...refused, route: '/other' });
    now = 10_000;
    refusals.note(refused);
    now = 20_000;
    refusals.note(refused);
    expect(lines).toEqual([
      refused,
      { ...refused, reason: 'wrong-audience' },
      { ...refused, route: '/other' },
      { ...refused, leftOut: 4 },
      refused,
    ]);
    const counted = { route: '/r', reason: 'expired', count: 7, lastAt: expect.any(Number) };
    expect(refusals.counts()).toContainEqual(counted);
  });
});
