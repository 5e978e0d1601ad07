/** A day in one of the spellings of US English, or as ISO 8601 has it. */
const iso = /^(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})/;
const american = /^(?<month>\d{1,2})[-/ ](?<day>\d{1,2})[-/, ] ?(?<year>\d{4}|\d{2})(?!\d)/;
const weekday = '(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?';
const monthName =
  '(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const dayFirst = new RegExp(`^${weekday}(?<day>\\d{1,2})[- ]${monthName}[-, ] ?(?<year>\\d{4})(?!\\d)`, 'i');
const monthFirst = new RegExp(`^${weekday}${monthName} (?<day>\\d{1,2}),? (?<year>\\d{4})(?!\\d)`, 'i');
const days = [iso, american, dayFirst, monthFirst] as const;

const time =
  /^(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d{1,7}))?)?(?: ?(?<half>[ap]m))?(?<zone>z|[+-]\d{2}:\d{2})?$/i;

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
/** Two digits up to this are of this century. */
const lastOfCentury = 49;
const dayMs = 86_400_000;

export interface ParsedMoment {
  /** Milliseconds since 1970 of the day; undefined where there is only a time. */
  readonly day: number | undefined;
  /** Milliseconds of the day. */
  readonly time: number;
}

/** Undefined for a text that is not known to be a time. */
export function parseMoment(text: string): ParsedMoment | undefined {
  const trimmed = text.trim();
  const found = days.map((pattern) => pattern.exec(trimmed)).find((match) => match !== null);
  if (!found) {
    const alone = timeIn(trimmed);
    return alone === undefined ? undefined : { day: undefined, time: alone };
  }
  const day = dayOf(found.groups ?? {});
  const rest = trimmed.slice(found[0].length);
  if (day === undefined) return undefined;
  if (rest === '') return { day, time: 0 };
  const at = /^(?:T| +)(.+)$/i.exec(rest)?.[1];
  const ms = at === undefined ? undefined : timeIn(at);
  return ms === undefined ? undefined : { day, time: ms };
}

type Groups = Readonly<Record<string, string | undefined>>;

function dayOf({ year = '', month, name, day = '' }: Groups): number | undefined {
  const number =
    month === undefined ? months.indexOf((name ?? '').slice(0, 3).toLowerCase()) : Number(month) - 1;
  const written = Number(year);
  const century = written <= lastOfCentury ? 2000 : 1900;
  const full = year.length === 2 ? century + written : written;
  const date = new Date(0);
  date.setUTCFullYear(full, number, Number(day));
  // A day that does not exist has become another one.
  const isReal = full > 0 && date.getUTCMonth() === number && date.getUTCDate() === Number(day);
  return isReal ? date.getTime() : undefined;
}

function timeIn(text: string): number | undefined {
  const groups: Groups | undefined = time.exec(text)?.groups;
  if (!groups) return undefined;
  const hour = hourOf(Number(groups.hour), groups.half?.toLowerCase());
  const [minute, second] = [Number(groups.minute), Number(groups.second ?? 0)];
  if (hour === undefined || minute > 59 || second > 59) return undefined;
  const fraction = Math.floor(Number(`0.${groups.fraction ?? 0}`) * 1_000);
  return ((hour * 60 + minute) * 60 + second) * 1_000 + fraction - offsetOf(groups.zone);
}

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour < 24 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

/** Milliseconds by which a zone is before UTC. */
function offsetOf(zone: string | undefined): number {
  const [, sign, hours = '', minutes = ''] = /^([+-])(\d{2}):(\d{2})$/.exec(zone ?? '') ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * (dayMs / 1_440);
}
