import { formatMoment } from './dates/format-moment.ts';
import { isMoment, type Moment, serialOf } from './dates/moment.ts';
import { writtenNumber } from './written-number.ts';

/** What an expression can be; `null` is Blank. */
export type Value = string | number | boolean | null | readonly Value[] | RecordValue | Moment;

export interface RecordValue {
  readonly [name: string]: Value;
}

/** An expression that this evaluator does not know or that makes no sense; the message says which part. */
export class PowerFxError extends Error {
  override readonly name = 'PowerFxError';
}

/** What Power Fx makes an error of, which `IfError` finds; other {@link PowerFxError}s are refusals. */
export class PowerFxFailure extends PowerFxError {}

export function isTable(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isRecord(value: Value): value is RecordValue {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !isOption(value) &&
    !isMoment(value)
  );
}

/** A choice of a list: Power Fx compares it by its id and shows its label. */
interface Option extends RecordValue {
  readonly '@set': string;
  readonly '@id': string;
  readonly '@label': string;
}

export const optionOf = (set: string, id: string, label: string): Option => ({
  '@set': set,
  '@id': id,
  '@label': label,
});

function isOption(value: Value): value is Option {
  return typeof value === 'object' && value !== null && '@set' in value && '@id' in value;
}

const momentNames = { Date: 'a date', DateTime: 'a date with a time', Time: 'a time of day' } as const;

/** In the words of Power Fx. */
export function typeOf(value: Value): string {
  if (value === null) return 'Blank';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'a number';
  if (typeof value === 'boolean') return 'a Boolean';
  if (isOption(value)) return 'a choice';
  if (isMoment(value)) return momentNames[value['@moment']];
  return isTable(value) ? 'a table' : 'a record';
}

/** Text as `&` and a message have it; a time in US English. Throws a {@link PowerFxError} for a record or a table. */
export function asText(value: Value): string {
  if (value === null) return '';
  if (isOption(value)) return value['@label'];
  if (isMoment(value)) return formatMoment(value) ?? '';
  if (typeof value === 'object') throw new PowerFxError(`${typeOf(value)} is not text`);
  return typeof value === 'number' ? writtenNumber(value) : String(value);
}

/** Blank counts as 0, a time as its days since day 0, text only when it is a number. */
export function asNumber(value: Value): number {
  if (value === null) return 0;
  if (typeof value === 'number') return value;
  if (isMoment(value)) return serialOf(value);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (!Number.isNaN(number)) return number;
  const why = `${typeOf(value)} is not a number`;
  throw typeof value === 'string' ? new PowerFxFailure(why) : new PowerFxError(why);
}

/** Blank counts as false. */
export function asBoolean(value: Value): boolean {
  if (value === null) return false;
  if (typeof value !== 'boolean') throw new PowerFxError(`${typeOf(value)} is neither true nor false`);
  return value;
}

/** Blank equals Blank alone; letters are compared with their case. Different types cannot be compared. */
export function areEqual(left: Value, right: Value): boolean {
  if (left === null || right === null) return left === right;
  if (isOption(left) && isOption(right))
    return left['@set'] === right['@set'] && left['@id'] === right['@id'];
  if (isMoment(left) && isMoment(right) && (left['@moment'] === 'Time') === (right['@moment'] === 'Time'))
    return left['@at'] === right['@at'];
  if (typeof left !== typeof right || typeof left === 'object')
    throw new PowerFxError(`${typeOf(left)} cannot be compared with ${typeOf(right)}`);
  return left === right;
}

/** Whether two values are the same in every part. */
export const areSame = (one: Value, other: Value): boolean => JSON.stringify(one) === JSON.stringify(other);
