import { asNumber, PowerFxError, type Value } from '../value.ts';
import { asMoment, moment } from './moments.ts';

/** Milliseconds of the units that are always as long. */
const lengths: Readonly<Record<string, number>> = {
  milliseconds: 1,
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};
/** Months of the others. */
const months: Readonly<Record<string, number>> = { months: 1, quarters: 3, years: 12 };
/** Far beyond the years that there are. */
const mostMonths = 200_000;

function unitOf(value: Value | undefined): string {
  if (value === undefined || value === null) return 'days';
  const unit = typeof value === 'string' ? value.toLowerCase() : '';
  if (Object.hasOwn(lengths, unit) || Object.hasOwn(months, unit)) return unit;
  throw new PowerFxError('such a unit of time is not known here');
}

/** The same day of a later month, or the last one that it has. */
export function monthsLater(at: number, count: number): number {
  if (Math.abs(count) > mostMonths) throw new PowerFxError('a time outside of the years 1 to 9999');
  const date = new Date(at);
  const wanted = date.getUTCMonth() + count;
  const last = new Date(0);
  last.setUTCFullYear(date.getUTCFullYear(), wanted + 1, 0);
  date.setUTCFullYear(date.getUTCFullYear(), wanted, Math.min(date.getUTCDate(), last.getUTCDate()));
  return date.getTime();
}

export function dateAdd([value = null, count = null, unit]: readonly Value[]): Value {
  const start = asMoment(value);
  const [name, number] = [unitOf(unit), count === '' ? 0 : asNumber(count)];
  const length = lengths[name];
  const at =
    length === undefined
      ? monthsLater(start['@at'], Math.trunc(number) * (months[name] ?? 1))
      : start['@at'] + Math.round(number * length);
  return moment(start['@moment'], at);
}

/** How many units begin between the two: a second later may be another year. */
export function dateDiff([from = null, to = null, unit]: readonly Value[]): Value {
  const [start, end] = [asMoment(from)['@at'], asMoment(to)['@at']];
  const name = unitOf(unit);
  const length = lengths[name];
  const numberOf = (at: number) =>
    length === undefined ? Math.floor(monthOf(at) / (months[name] ?? 1)) : Math.floor(at / length);
  return numberOf(end) - numberOf(start);
}

function monthOf(at: number): number {
  const date = new Date(at);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
