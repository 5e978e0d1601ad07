import { z } from 'zod';

/* The business hours of Zendesk Support, which are those of a week in the schedule's own time zone, and its holidays. */

export const scheduleAnswer = z.object({
  schedule: z.object({
    /** In minutes since midnight before Sunday. */
    intervals: z.array(z.object({ start_time: z.number(), end_time: z.number() })).default([]),
  }),
});

/** Local dates such as `2026-12-25`, both included. */
export const holidaysAnswer = z.object({
  holidays: z.array(z.object({ start_date: z.string(), end_date: z.string() })),
});

type Intervals = z.infer<typeof scheduleAnswer>['schedule']['intervals'];
type Holidays = z.infer<typeof holidaysAnswer>['holidays'];

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const minutesOfDay = 24 * 60;

/** Whether it is business time at `nowMs`, milliseconds since 1970, in an IANA time zone. */
export function isBusinessTime(
  { intervals, holidays }: { readonly intervals: Intervals; readonly holidays: Holidays },
  nowMs: number,
  timeZone: string,
): boolean {
  const { date, minute } = localTime(nowMs, timeZone);
  const isHoliday = holidays.some(({ start_date: from, end_date: to }) => from <= date && date <= to);
  return !isHoliday && intervals.some(({ start_time: from, end_time: to }) => from <= minute && minute < to);
}

/** The local date, and the minutes of the local week. */
function localTime(nowMs: number, timeZone: string) {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const parts = new Map(format.formatToParts(nowMs).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const day = weekdays.indexOf(part('weekday'));
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    minute: day * minutesOfDay + Number(part('hour')) * 60 + Number(part('minute')),
  };
}

/** For `setting`: an IANA time zone. */
export function timeZoneIn(text: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    // It throws for what it does not know.
    return undefined;
  }
}
