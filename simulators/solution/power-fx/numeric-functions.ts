import type { PowerFxFunction } from './function.ts';
import { asNumber, PowerFxError, PowerFxFailure, type Value } from './value.ts';

const number = (args: readonly Value[], index: number): number => asNumber(args[index] ?? null);

const ofNumber = (apply: (value: number) => number): PowerFxFunction => ({
  fewest: 1,
  most: 1,
  apply: (args) => sound(apply(number(args, 0))),
});

/** A result that is no number is an error, as in Power Fx. */
function sound(result: number): number {
  if (!Number.isFinite(result)) throw new PowerFxFailure('a result that is no number');
  return result;
}

/** Rounds the digits that a number has in writing, since in floating-point 1.005 is a little less. */
function rounded(value: number, digits: number, round: (value: number) => number): number {
  const places = Math.trunc(digits);
  if (Math.abs(places) > 15) throw new PowerFxError('so many digits are not known here');
  const shifted = (by: number, of: number) => {
    const [mantissa = '', exponent = '0'] = String(of).split('e');
    return Number(`${mantissa}e${Number(exponent) + by}`);
  };
  const size = shifted(-places, round(shifted(places, Math.abs(value))));
  return value < 0 && size !== 0 ? -size : size;
}

const rounding = (fewest: 1 | 2, round: (value: number) => number): PowerFxFunction => ({
  fewest,
  most: 2,
  apply: (args) => rounded(number(args, 0), number(args, 1), round),
});

function modulo(value: number, by: number): number {
  if (by === 0) throw new PowerFxFailure('a division by 0');
  return value - by * Math.floor(value / by);
}

type Gather = (numbers: readonly number[]) => number;

/** Blank does not count, unless all are. */
export const gathering: ReadonlyMap<string, Gather> = new Map<string, Gather>([
  ['Sum', (numbers) => numbers.reduce((sum, each) => sum + each, 0)],
  ['Average', (numbers) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length],
  ['Max', (numbers) => Math.max(...numbers)],
  ['Min', (numbers) => Math.min(...numbers)],
]);

const ofNumbers = (name: string, gather: Gather): readonly [string, PowerFxFunction] => [
  name,
  { fewest: 1, most: 99, apply: (args) => gathered(args, gather) },
];

/** Numbers alone: in what order texts, times and the like are compared is not known here. */
export function gathered(values: readonly Value[], gather: Gather): Value {
  const known = values.filter((value) => value !== null);
  if (known.some((value) => typeof value !== 'number'))
    throw new PowerFxError('what is gathered here is numbers alone');
  return known.length === 0 ? null : gather(known.map(asNumber));
}

export const numericFunctions: readonly (readonly [string, PowerFxFunction])[] = [
  ['Abs', ofNumber(Math.abs)],
  ['Int', ofNumber(Math.floor)],
  ['Round', rounding(2, Math.round)],
  ['RoundUp', rounding(2, Math.ceil)],
  ['RoundDown', rounding(2, Math.floor)],
  ['Trunc', rounding(1, Math.floor)],
  ['Mod', { fewest: 2, most: 2, apply: (args) => modulo(number(args, 0), number(args, 1)) }],
  ['Power', { fewest: 2, most: 2, apply: (args) => sound(number(args, 0) ** number(args, 1)) }],
  ['Sqrt', ofNumber(Math.sqrt)],
  ['Pi', { fewest: 0, most: 0, apply: () => Math.PI }],
  ...[...gathering].map(([name, gather]) => ofNumbers(name, gather)),
];
