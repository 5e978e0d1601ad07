import { dateFunctions } from './dates/date-functions.ts';
import { formatMoment } from './dates/format-moment.ts';
import { isMoment } from './dates/moment.ts';
import { asMoment } from './dates/moments.ts';
import type { PowerFxFunction } from './function.ts';
import { parsedJson, writtenJson } from './json.ts';
import { rowsOf } from './rows.ts';
import { tableFunctions } from './table-functions.ts';
import { asNumber, asText, PowerFxError, type Value } from './value.ts';

const text = (args: readonly Value[], index: number): string => asText(args[index] ?? null);
const number = (args: readonly Value[], index: number): number => asNumber(args[index] ?? null);
const ofText = (apply: (value: string) => Value): PowerFxFunction => ({
  fewest: 1,
  most: 1,
  apply: (args) => apply(text(args, 0)),
});
const ofTexts = (apply: (one: string, other: string) => Value): PowerFxFunction => ({
  fewest: 2,
  most: 2,
  apply: (args) => apply(text(args, 0), text(args, 1)),
});
const isBlank = (value: Value): boolean => value === null || value === '';

/** Functions whose arguments are all evaluated first; `If`, `Switch`, `And` and `Or` are not among them. */
export const functions: ReadonlyMap<string, PowerFxFunction> = new Map<string, PowerFxFunction>([
  ['Blank', { fewest: 0, most: 0, apply: () => null }],
  ['IsBlank', { fewest: 1, most: 1, takesTables: true, apply: (args) => isBlank(args[0] ?? null) }],
  [
    'IsEmpty',
    { fewest: 1, most: 1, takesTables: true, apply: (args) => rowsOf(args[0] ?? null).length === 0 },
  ],
  ['CountRows', { fewest: 1, most: 1, takesTables: true, apply: (args) => rowsOf(args[0] ?? null).length }],
  ['Concatenate', { fewest: 1, most: 99, apply: (args) => args.map(asText).join('') }],
  ['Text', { fewest: 1, most: 2, apply: (args) => formatted(args[0] ?? null, args[1]) }],
  ['Value', { fewest: 1, most: 1, apply: (args) => number(args, 0) }],
  ['Lower', ofText((value) => value.toLowerCase())],
  ['Upper', ofText((value) => value.toUpperCase())],
  ['Trim', ofText((value) => value.trim().replace(/ +/g, ' '))],
  ['Len', ofText((value) => value.length)],
  ['StartsWith', ofTexts((value, start) => value.toLowerCase().startsWith(start.toLowerCase()))],
  ['EndsWith', ofTexts((value, end) => value.toLowerCase().endsWith(end.toLowerCase()))],
  ['Left', { fewest: 2, most: 2, apply: (args) => text(args, 0).slice(0, count(args, 1)) }],
  ['Right', { fewest: 2, most: 2, apply: (args) => lastOf(text(args, 0), count(args, 1)) }],
  ...tableFunctions,
  ...dateFunctions,
  ['Find', { fewest: 2, most: 3, apply: (args) => found(text(args, 0), text(args, 1), args[2]) }],
  ['Mid', { fewest: 2, most: 3, apply: (args) => middle(text(args, 0), number(args, 1), args[2]) }],
  ['Split', ofTexts((value, separator) => [...value.split(separator)].map((Value) => ({ Value })))],
  ['ParseJSON', ofText(parsedJson)],
  ['JSON', { fewest: 1, most: 1, takesTables: true, apply: (args) => writtenJson(args[0] ?? null) }],
  ['Abs', { fewest: 1, most: 1, apply: (args) => Math.abs(number(args, 0)) }],
  ['Int', { fewest: 1, most: 1, apply: (args) => Math.floor(number(args, 0)) }],
  [
    'Substitute',
    { fewest: 3, most: 3, apply: (args) => substituted(text(args, 0), text(args, 1), text(args, 2)) },
  ],
]);

function count(args: readonly Value[], index: number): number {
  const wanted = number(args, index);
  if (wanted < 0) throw new PowerFxError('a number of characters is below 0');
  return Math.floor(wanted);
}

/** Counted from 1; Blank when it is not there. */
function found(wanted: string, within: string, start: Value | undefined): Value {
  const from = start === undefined ? 1 : Math.floor(asNumber(start));
  if (from < 1 || from > within.length + 1) throw new PowerFxError('a start lies outside of the text');
  const at = within.indexOf(wanted, from - 1);
  return at === -1 ? null : at + 1;
}

function middle(value: string, start: number, length: Value | undefined): string {
  const from = Math.floor(start);
  const most = length === undefined ? value.length : Math.floor(asNumber(length));
  if (from < 1 || most < 0) throw new PowerFxError('a start or a number of characters is too small');
  return value.slice(from - 1, from - 1 + most);
}

const lastOf = (value: string, length: number): string => (length === 0 ? '' : value.slice(-length));
const substituted = (value: string, old: string, by: string): string =>
  old === '' ? value : value.replaceAll(old, by);

/** A time has formats; of those for numbers none is known. */
function formatted(value: Value, format: Value | undefined): Value {
  if (format === undefined) return asText(value);
  const wanted = asText(format);
  if (value === null && wanted === '') return '';
  const isTime = isMoment(value) || (typeof value === 'string' && wanted === 'utc');
  const text = isTime ? formatMoment(asMoment(value), wanted) : undefined;
  if (text === undefined) throw new PowerFxError(`the format ${JSON.stringify(format)} of Text is not known`);
  return text;
}
