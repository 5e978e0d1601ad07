import { asNumber, asText, isTable, PowerFxError, type Value } from './value.ts';

/** What functions learn of the world. */
export interface FunctionWorld {
  /** Milliseconds since 1970. */
  readonly now: number;
}

interface PowerFxFunction {
  readonly fewest: number;
  readonly most: number;
  readonly apply: (args: readonly Value[], world: FunctionWorld) => Value;
}

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
  ['IsBlank', { fewest: 1, most: 1, apply: (args) => isBlank(args[0] ?? null) }],
  ['IsEmpty', { fewest: 1, most: 1, apply: (args) => rowsOf(args[0] ?? null).length === 0 }],
  ['CountRows', { fewest: 1, most: 1, apply: (args) => rowsOf(args[0] ?? null).length }],
  ['Coalesce', { fewest: 1, most: 99, apply: (args) => args.find((each) => !isBlank(each)) ?? null }],
  ['Concatenate', { fewest: 1, most: 99, apply: (args) => args.map(asText).join('') }],
  ['Now', { fewest: 0, most: 0, apply: (_, { now }) => new Date(now).toISOString() }],
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

const lastOf = (value: string, length: number): string => (length === 0 ? '' : value.slice(-length));
const substituted = (value: string, old: string, by: string): string =>
  old === '' ? value : value.replaceAll(old, by);

function rowsOf(value: Value): readonly Value[] {
  if (value === null) return [];
  if (!isTable(value)) throw new PowerFxError('what is counted is not a table');
  return value;
}

/** `DateTimeFormat.UTC` is the one format that is known. */
function formatted(value: Value, format: Value | undefined): Value {
  if (format === undefined) return asText(value);
  if (format !== 'utc') throw new PowerFxError(`the format ${JSON.stringify(format)} of Text is not known`);
  const time = Date.parse(asText(value));
  if (Number.isNaN(time)) throw new PowerFxError('what Text is to format is not a time');
  return new Date(time).toISOString();
}
