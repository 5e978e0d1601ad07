import { describe, expect, it } from 'vitest';
import { isBusinessTime } from '../../../../src/adapters/live-chat/zendesk/start/business-hours.ts';

const day = 24 * 60;
/** Sunday from midnight to one, Monday from nine to five. */
const intervals = [
  { start_time: 0, end_time: 60 },
  { start_time: day + 9 * 60, end_time: day + 17 * 60 },
];
const at = (
  time: string,
  timeZone: string,
  holidays: Parameters<typeof isBusinessTime>[0]['holidays'] = [],
) => isBusinessTime({ intervals, holidays }, Date.parse(time), timeZone);

describe('Business hours of Zendesk Support', () => {
  it.each([
    ['2026-03-02T07:59:59Z', 'Europe/Berlin', false],
    ['2026-03-02T08:00:00Z', 'Europe/Berlin', true],
    ['2026-03-02T15:59:59Z', 'Europe/Berlin', true],
    ['2026-03-02T16:00:00Z', 'Europe/Berlin', false],
    // An hour earlier in summer.
    ['2026-07-06T07:00:00Z', 'Europe/Berlin', true],
    ['2026-03-02T16:00:00Z', 'America/Los_Angeles', false],
    ['2026-03-02T17:00:00Z', 'America/Los_Angeles', true],
    ['2026-03-01T00:30:00Z', 'UTC', true],
    ['2026-03-01T01:00:00Z', 'UTC', false],
    ['2026-03-03T10:00:00Z', 'UTC', false],
  ])('at %s in %s: %s', (time, timeZone, isOpen) => {
    expect(at(time, timeZone)).toBe(isOpen);
  });

  it('end on a holiday, by the local date', () => {
    const holidays = [{ start_date: '2026-03-02', end_date: '2026-03-02' }];
    expect(at('2026-03-02T10:00:00Z', 'UTC', holidays)).toBe(false);
    expect(at('2026-03-09T10:00:00Z', 'UTC', holidays)).toBe(true);
  });
});
