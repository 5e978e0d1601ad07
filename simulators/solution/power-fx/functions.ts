import { dateFunctions } from './dates/date-functions.ts';
import { formatMoment } from './dates/format-moment.ts';
import { isMoment } from './dates/moment.ts';
import { asMoment } from './dates/moments.ts';
import type { PowerFxFunction } from './function.ts';
import { parsedJson, writtenJson } from './json.ts';
import { numericFunctions } from './numeric-functions.ts';
import { rowsOf } from './rows.ts';
import { tableFunctions } from './table-functions.ts';
import { textFunctions } from './text-functions.ts';
import { asNumber, asText, PowerFxError, type Value } from './value.ts';

const isBlank = (value: Value): boolean => value === null || value === '';

const ofAny = (apply: (value: Value) => Value): PowerFxFunction => ({
  fewest: 1,
  most: 1,
  takesTables: true,
  apply: ([value = null]) => apply(value),
});

/** Functions whose arguments are all evaluated first; `If`, `Switch`, `And` and `Or` are not among them. */
export const functions: ReadonlyMap<string, PowerFxFunction> = new Map<string, PowerFxFunction>([
  ['Blank', { fewest: 0, most: 0, apply: () => null }],
  ['IsBlank', ofAny(isBlank)],
  ['IsEmpty', ofAny((value) => rowsOf(value).length === 0)],
  ['CountRows', ofAny((value) => rowsOf(value).length)],
  ['JSON', ofAny(writtenJson)],
  ['ParseJSON', { fewest: 1, most: 1, apply: ([value = null]) => parsedJson(asText(value)) }],
  ['Text', { fewest: 1, most: 2, apply: ([value = null, format]) => formatted(value, format) }],
  ['Value', { fewest: 1, most: 1, apply: ([value = null]) => asNumber(value) }],
  ...numericFunctions,
  ...textFunctions,
  ...tableFunctions,
  ...dateFunctions,
]);

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
