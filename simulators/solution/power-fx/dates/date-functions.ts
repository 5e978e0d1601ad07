import type { PowerFxFunction } from '../function.ts';
import { asNumber, asText, PowerFxError, type Value } from '../value.ts';
import { dateAdd, dateDiff, monthsLater } from './date-math.ts';
import { atSerial, type MomentType } from './moment.ts';
import { asMoment, moment, momentIn } from './moments.ts';

const dayMs = 86_400_000;

/** The English of the United States is the language whose dates are read here. */
const isRead = (language: string): boolean => /^en(-us)?$/i.test(language);

const reading = (type: MomentType): PowerFxFunction => ({
  fewest: 1,
  most: 2,
  apply: ([value = null, language]) => {
    if (language !== undefined && !isRead(asText(language)))
      throw new PowerFxError(`dates in the language ${JSON.stringify(asText(language))} are not known here`);
    if (value === null || value === '') return null;
    if (typeof value === 'string') return momentIn(value, type);
    if (typeof value === 'number') throw new PowerFxError('a number is not read as a time here');
    const { '@at': at } = asMoment(value);
    return moment(type, type === 'Date' ? startOfDay(at) : at);
  },
});

const startOfDay = (at: number): number => Math.floor(at / dayMs) * dayMs;

/** Blank has parts of its own: it is no day, in January 1900. */
const partOf = (part: (date: Date) => number, ofBlank = 0): PowerFxFunction => ({
  fewest: 1,
  most: 1,
  apply: ([value = null]) => (value === null ? ofBlank : part(new Date(asMoment(value)['@at']))),
});

const whole = (args: readonly Value[], index: number): number => Math.trunc(asNumber(args[index] ?? null));

function dateOf(args: readonly Value[]): number {
  const year = whole(args, 0);
  if (year < 1 || year > 9_999) throw new PowerFxError(`there is no year ${year}`);
  const date = new Date(0);
  date.setUTCFullYear(year, whole(args, 1) - 1, whole(args, 2));
  return date.getTime();
}

const timeOf = (args: readonly Value[], from: number): number =>
  ((whole(args, from) * 60 + whole(args, from + 1)) * 60 + whole(args, from + 2)) * 1_000 +
  whole(args, from + 3);

const inMonths = (day: (months: Date) => number): PowerFxFunction => ({
  fewest: 2,
  most: 2,
  apply: ([start = null, months = null]) => {
    const from = startOfDay(asMoment(start)['@at']);
    return moment('Date', day(new Date(monthsLater(from, Math.trunc(asNumber(months))))));
  },
});

const lastOfMonth = (date: Date): number => new Date(date).setUTCMonth(date.getUTCMonth() + 1, 0);

/** By the number of the start, the first day of the week and the number that it has. */
const starts: ReadonlyMap<number, readonly [number, number]> = new Map<number, readonly [number, number]>([
  [1, [0, 1]],
  [2, [1, 1]],
  [3, [1, 0]],
  ...[11, 12, 13, 14, 15, 16, 17].map((start) => [start, [(start - 10) % 7, 1]] as const),
]);

function weekday(value: Value, start: Value | undefined): number {
  const [first, number] = starts.get(start === undefined || start === null ? 1 : asNumber(start)) ?? [];
  if (first === undefined || number === undefined)
    throw new PowerFxError('such a start of the week is not known here');
  return ((new Date(asMoment(value)['@at']).getUTCDay() - first + 7) % 7) + number;
}

/** Functions of dates and times, in UTC, as Copilot Studio has them. */
export const dateFunctions: readonly (readonly [string, PowerFxFunction])[] = [
  ['Now', { fewest: 0, most: 0, apply: (_, { now }) => moment('DateTime', now) }],
  ['Today', { fewest: 0, most: 0, apply: (_, { now }) => moment('Date', startOfDay(now)) }],
  [
    'IsToday',
    {
      fewest: 1,
      most: 1,
      apply: ([value = null], { now }) => startOfDay(asMoment(value)['@at']) === startOfDay(now),
    },
  ],
  ['Date', { fewest: 3, most: 3, apply: (args) => moment('Date', dateOf(args)) }],
  ['Time', { fewest: 3, most: 4, apply: (args) => moment('Time', atSerial(0) + timeOf(args, 0)) }],
  ['DateTime', { fewest: 6, most: 7, apply: (args) => moment('DateTime', dateOf(args) + timeOf(args, 3)) }],
  ['DateValue', reading('Date')],
  ['DateTimeValue', reading('DateTime')],
  ['TimeValue', reading('Time')],
  ['DateAdd', { fewest: 2, most: 3, enumerationAt: 2, apply: dateAdd }],
  ['DateDiff', { fewest: 2, most: 3, enumerationAt: 2, apply: dateDiff }],
  ['EDate', inMonths((date) => date.getTime())],
  ['EOMonth', inMonths(lastOfMonth)],
  ['Year', partOf((date) => date.getUTCFullYear(), 1_900)],
  ['Month', partOf((date) => date.getUTCMonth() + 1, 1)],
  ['Day', partOf((date) => date.getUTCDate())],
  ['Hour', partOf((date) => date.getUTCHours())],
  ['Minute', partOf((date) => date.getUTCMinutes())],
  ['Second', partOf((date) => date.getUTCSeconds())],
  ['Weekday', { fewest: 1, most: 2, apply: ([value = null, first]) => weekday(value, first) }],
];
