import type { Moment } from './moment.ts';

/** Formats by their name, in US English. */
const named: Readonly<Record<string, string>> = {
  shortdate: 'm/d/yyyy',
  longdate: 'dddd, mmmm d, yyyy',
  shorttime: 'h:mm AM/PM',
  longtime: 'h:mm:ss AM/PM',
  shorttime24: 'hh:mm',
  longtime24: 'hh:mm:ss',
  shortdatetime: 'm/d/yyyy h:mm AM/PM',
  longdatetime: 'dddd, mmmm d, yyyy h:mm:ss AM/PM',
  shortdatetime24: 'm/d/yyyy hh:mm',
  longdatetime24: 'dddd, mmmm d, yyyy hh:mm:ss',
};

/** Without a format, as texts have it. */
const usual: Readonly<Record<Moment['@moment'], string>> = {
  Date: 'shortdate',
  DateTime: 'shortdatetime',
  Time: 'shorttime',
};

const part = /AM\/PM|a\/p|yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|\.(?:0+|f+)|"[^"]*"|[-/.,: ]/gi;

/** In US English. Undefined for a format that is not known. */
export function formatMoment(moment: Moment, format = usual[moment['@moment']]): string | undefined {
  if (format.toLowerCase() === 'utc') return new Date(moment['@at']).toISOString();
  const pattern = Object.hasOwn(named, format.toLowerCase()) ? named[format.toLowerCase()] : format;
  const parts = pattern?.match(part) ?? [];
  if (parts.length === 0 || parts.join('') !== pattern) return undefined;
  const isHalf = parts.some((each) => /^(AM\/PM|a\/p)$/i.test(each));
  const date = new Date(moment['@at']);
  return parts.map((each, at) => shown(each, { date, isHalf, isMinute: isMinute(parts, at) })).join('');
}

/** `m` is a minute after an hour and before a second. */
function isMinute(parts: readonly string[], at: number): boolean {
  const isLetter = (each: string) => /^[a-z]/i.test(each);
  const before = parts.slice(0, at).findLast(isLetter);
  const after = parts.slice(at + 1).find(isLetter);
  return /^h/i.test(before ?? '') || /^s/i.test(after ?? '');
}

interface Shown {
  readonly date: Date;
  readonly isHalf: boolean;
  readonly isMinute: boolean;
}

const inWords = (date: Date, options: Intl.DateTimeFormatOptions): string =>
  date.toLocaleDateString('en-US', { ...options, timeZone: 'UTC' });
const padded = (number: number, length: number): string => String(number).padStart(length, '0');

function shown(part: string, { date, isHalf, isMinute }: Shown): string {
  if (/^"/.test(part)) return part.slice(1, -1);
  if (/^\.[0f]/i.test(part))
    return `.${padded(date.getUTCMilliseconds(), 3)
      .padEnd(7, '0')
      .slice(0, part.length - 1)}`;
  const hour = date.getUTCHours();
  const ofHalf = hour % 12 === 0 ? 12 : hour % 12;
  switch (part.toLowerCase()) {
    case 'am/pm':
      return hour < 12 ? 'AM' : 'PM';
    case 'a/p':
      return hour < 12 ? 'A' : 'P';
    case 'yyyy':
      return padded(date.getUTCFullYear(), 4);
    case 'yy':
      return padded(date.getUTCFullYear() % 100, 2);
    case 'mmmm':
      return inWords(date, { month: 'long' });
    case 'mmm':
      return inWords(date, { month: 'short' });
    case 'mm':
    case 'm':
      return padded(isMinute ? date.getUTCMinutes() : date.getUTCMonth() + 1, part.length);
    case 'dddd':
      return inWords(date, { weekday: 'long' });
    case 'ddd':
      return inWords(date, { weekday: 'short' });
    case 'dd':
    case 'd':
      return padded(date.getUTCDate(), part.length);
    case 'hh':
    case 'h':
      return padded(isHalf ? ofHalf : hour, part.length);
    case 'ss':
    case 's':
      return padded(date.getUTCSeconds(), part.length);
    default:
      return part;
  }
}
