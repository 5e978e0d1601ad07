/** A date, a time of day, or both, as Power Fx has them; in the time zone of the agents' cloud, which is UTC. */
export interface Moment {
  readonly '@moment': MomentType;
  /** Milliseconds since 1970; a time of day is one on day 0. */
  readonly '@at': number;
  readonly [name: string]: string | number;
}

export type MomentType = 'Date' | 'DateTime' | 'Time';

const types: readonly unknown[] = ['Date', 'DateTime', 'Time'] satisfies readonly MomentType[];
export const isMomentType = (type: unknown): type is MomentType => types.includes(type);

const dayMs = 86_400_000;
/** Day 0 of Power Fx, as in Excel: 30 December 1899. */
const dayZero = Date.UTC(1899, 11, 30);
const latest = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const first = Date.parse('0001-01-01T00:00:00Z');

/** Undefined before the year 1 and after 9999. */
export function momentAt(type: MomentType, at: number): Moment | undefined {
  const ms = Math.trunc(at);
  return ms >= first && ms <= latest ? { '@moment': type, '@at': ms } : undefined;
}

export const isMoment = (value: unknown): value is Moment =>
  typeof value === 'object' && value !== null && '@moment' in value && '@at' in value;

/** Days since day 0. */
export const serialOf = (moment: Moment): number => (moment['@at'] - dayZero) / dayMs;
export const atSerial = (days: number): number => dayZero + Math.round(days * dayMs);

/** As another system reads it: `2026-01-31`, `09:30:00.000`, `2026-01-31T09:30:00.000Z`. */
export function isoOf({ '@moment': type, '@at': at }: Moment): string {
  const iso = new Date(at).toISOString();
  switch (type) {
    case 'Date':
      return iso.slice(0, 10);
    case 'Time':
      return iso.slice(11, 23);
    case 'DateTime':
      return iso;
  }
}
