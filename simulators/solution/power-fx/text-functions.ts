import type { PowerFxFunction } from './function.ts';
import { matches } from './patterns.ts';
import { asNumber, asText, PowerFxError, PowerFxFailure, type Value } from './value.ts';

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

function replaced(args: readonly Value[]): string {
  const [start, length] = [Math.floor(number(args, 1)), count(args, 2)];
  if (start < 1) throw new PowerFxError('a start is too small');
  const value = text(args, 0);
  return value.slice(0, start - 1) + text(args, 3) + value.slice(start - 1 + length);
}

const proper = (value: string): string =>
  value.toLowerCase().replace(/(?<![\p{L}\p{N}'])\p{L}/gu, (letter) => letter.toUpperCase());

function character(code: number): string {
  if (code < 1 || code > 127) throw new PowerFxError(`the character ${code} is not known here`);
  return String.fromCharCode(Math.floor(code));
}

/** Yes and no are numbers, texts or themselves. */
function asTruth(value: Value): Value {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  const told = asText(value).toLowerCase();
  if (told === '') return null;
  if (told !== 'true' && told !== 'false')
    throw new PowerFxFailure(`${JSON.stringify(value)} is neither true nor false`);
  return told === 'true';
}

/** Functions of texts, whose arguments are all evaluated first. */
export const textFunctions: readonly (readonly [string, PowerFxFunction])[] = [
  ['Concatenate', { fewest: 1, most: 99, apply: (args) => args.map(asText).join('') }],
  ['Lower', ofText((value) => value.toLowerCase())],
  ['Upper', ofText((value) => value.toUpperCase())],
  ['Proper', ofText(proper)],
  ['Trim', ofText((value) => value.trim().replace(/ +/g, ' '))],
  ['TrimEnds', ofText((value) => value.replace(/^ +| +$/g, ''))],
  ['Len', ofText((value) => value.length)],
  ['StartsWith', ofTexts((value, start) => value.toLowerCase().startsWith(start.toLowerCase()))],
  ['EndsWith', ofTexts((value, end) => value.toLowerCase().endsWith(end.toLowerCase()))],
  ['Left', { fewest: 2, most: 2, apply: (args) => text(args, 0).slice(0, count(args, 1)) }],
  ['Right', { fewest: 2, most: 2, apply: (args) => lastOf(text(args, 0), count(args, 1)) }],
  ['Mid', { fewest: 2, most: 3, apply: (args) => middle(text(args, 0), number(args, 1), args[2]) }],
  ['Find', { fewest: 2, most: 3, apply: (args) => found(text(args, 0), text(args, 1), args[2]) }],
  ['Replace', { fewest: 4, most: 4, apply: replaced }],
  [
    'Substitute',
    { fewest: 3, most: 3, apply: (args) => substituted(text(args, 0), text(args, 1), text(args, 2)) },
  ],
  ['Split', ofTexts((value, separator) => [...value.split(separator)].map((Value) => ({ Value })))],
  ['Char', { fewest: 1, most: 1, apply: (args) => character(number(args, 0)) }],
  ['EncodeUrl', ofText((value) => encodeURIComponent(value).replace(/[!'()*]/g, escaped))],
  ['Boolean', { fewest: 1, most: 1, apply: ([value = null]) => asTruth(value) }],
  [
    'IsMatch',
    { fewest: 2, most: 3, constantFrom: 1, apply: (args) => matches(text(args, 0), text(args, 1), args[2]) },
  ],
];

const escaped = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
