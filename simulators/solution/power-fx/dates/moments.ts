import { asNumber, PowerFxError, typeOf, type Value } from '../value.ts';
import { atSerial, isMoment, type Moment, type MomentType, momentAt } from './moment.ts';
import { parseMoment } from './parse-moment.ts';

/** Throws a {@link PowerFxError} for a time that there is not. */
export function moment(type: MomentType, at: number): Moment {
  const made = momentAt(type, at);
  if (!made) throw new PowerFxError('a time outside of the years 1 to 9999');
  return made;
}

/** What Blank is where a time is meant. */
export const dayZero = (type: MomentType): Moment => moment(type, atSerial(0));

/** A time, a text that is one, or days since day 0, which Blank is. */
export function asMoment(value: Value): Moment {
  if (isMoment(value)) return value;
  if (typeof value === 'string') return momentIn(value, 'DateTime');
  if (value === null || typeof value === 'number') return moment('DateTime', atSerial(asNumber(value)));
  throw new PowerFxError(`${typeOf(value)} is not a time`);
}

/** Throws a {@link PowerFxError} for a text that is not known to be a time. */
export function momentIn(text: string, type: MomentType): Moment {
  const found = parseMoment(text);
  if (!found) throw new PowerFxError(`${JSON.stringify(text)} is not known to be a time`);
  const day = found.day ?? atSerial(0);
  switch (type) {
    case 'Date':
      return moment(type, day);
    case 'DateTime':
      return moment(type, day + found.time);
    case 'Time':
      return moment(type, atSerial(0) + found.time);
  }
}

/** What `+` makes of a time and days, or of a day and a time of day; undefined when none of them is a time. */
export function sumOfTimes(one: Value, other: Value): Moment | undefined {
  if (isMoment(one) && isMoment(other)) return withTime(one, other, 1);
  if (isMoment(one)) return moment(one['@moment'], daysAfter(one, daysIn(other)));
  return isMoment(other) ? moment(other['@moment'], daysAfter(other, daysIn(one))) : undefined;
}

/** What `-` makes of two times, which is days, or of a time and days; undefined when none of them is a time. */
export function differenceOfTimes(one: Value, other: Value): Value | undefined {
  if (!isMoment(one) && !isMoment(other)) return undefined;
  if (!isMoment(one)) throw new PowerFxError('a number less a time is not known here');
  if (!isMoment(other)) return moment(one['@moment'], daysAfter(one, -daysIn(other)));
  if (other['@moment'] === 'Time' && one['@moment'] !== 'Time') return withTime(one, other, -1);
  if (other['@moment'] === 'Time' || one['@moment'] === 'Time')
    throw new PowerFxError('a time of day and a date are not subtracted');
  return (one['@at'] - other['@at']) / atDay;
}

const atDay = 86_400_000;
const daysAfter = (start: Moment, days: number): number => start['@at'] + Math.round(days * atDay);

/** Blank may be days or a time, of which the results differ. */
function daysIn(value: Value): number {
  if (value === null) throw new PowerFxError('a time and Blank are not added here');
  return asNumber(value);
}

function withTime(one: Moment, other: Moment, sign: 1 | -1): Moment {
  const isOrdered = other['@moment'] === 'Time';
  const [day, time] = isOrdered ? [one, other] : [other, one];
  if (day['@moment'] === 'Time' || time['@moment'] !== 'Time')
    throw new PowerFxError(`${typeOf(one)} and ${typeOf(other)} are not added`);
  return moment('DateTime', day['@at'] + sign * (time['@at'] - atSerial(0)));
}
