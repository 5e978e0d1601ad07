import { describe, expect, it } from 'vitest';
import { isClosed } from '../../../../src/adapters/live-chat/chatwoot/availability.ts';
import type { WorkingDay } from '../../../../src/adapters/live-chat/chatwoot/wire.ts';

const nineToFive: WorkingDay = {
  day_of_week: 1,
  open_hour: 9,
  open_minutes: 30,
  close_hour: 17,
  close_minutes: 0,
};
const inboxOf = (
  working_hours: readonly WorkingDay[],
  timezone: string | null = 'UTC',
  working_hours_enabled = true,
) => ({
  identifier: 'i',
  timezone,
  working_hours_enabled,
  working_hours: [...working_hours],
});
/** 2026-11-30 is a Monday. */
const at = (time: string) => Date.parse(`2026-11-30T${time}Z`);

describe('An inbox with opening hours', () => {
  it.each([
    ['09:29:59', true],
    ['09:30:00', false],
    ['16:59:59', false],
    ['17:00:00', true],
  ])('is at %s of its day closed: %s', (time, closed) => {
    expect(isClosed(inboxOf([nineToFive]), at(time))).toBe(closed);
  });

  it('counts day and hour by its own time zone', () => {
    const tokyo = inboxOf([{ ...nineToFive, day_of_week: 2 }], 'Asia/Tokyo');
    expect(isClosed(tokyo, at('23:00:00'))).toBe(true);
    expect(isClosed(tokyo, Date.parse('2026-12-01T00:29:59Z'))).toBe(true);
    expect(isClosed(tokyo, Date.parse('2026-12-01T00:30:00Z'))).toBe(false);
    const newYork = inboxOf([nineToFive], 'America/New_York');
    expect(isClosed(newYork, at('14:00:00'))).toBe(true);
    expect(isClosed(newYork, at('14:30:00'))).toBe(false);
  });

  it('knows days that are closed or open as a whole', () => {
    expect(isClosed(inboxOf([{ day_of_week: 1, closed_all_day: true }]), at('12:00:00'))).toBe(true);
    expect(isClosed(inboxOf([{ ...nineToFive, open_all_day: true }]), at('23:59:59'))).toBe(false);
  });

  it.each([
    ['without hours that are switched on', inboxOf([nineToFive], 'UTC', false)],
    ['in a time zone that is not known here', inboxOf([nineToFive], 'Mars/Olympus')],
    ['without this day', inboxOf([{ ...nineToFive, day_of_week: 3 }])],
    ['whose day has no hours', inboxOf([{ day_of_week: 1, open_hour: null, close_hour: null }])],
  ])('is open %s', (_, inbox) => {
    expect(isClosed(inbox, at('03:00:00'))).toBe(false);
  });
});
