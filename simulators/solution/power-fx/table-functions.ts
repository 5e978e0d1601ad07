import type { PowerFxFunction } from './function.ts';
import { rowsOf, tableOf } from './rows.ts';
import { asNumber, isRecord, isTable, PowerFxError, PowerFxFailure, typeOf, type Value } from './value.ts';

/** As they are: what comes out of JSON need not be a record. */
type Rows = readonly Value[];

/** No table has no rows, and what is taken of it is no table. */
const ofTable = (apply: (rows: Rows) => Value): PowerFxFunction => ({
  fewest: 1,
  most: 1,
  takesTables: true,
  apply: ([table = null]) => (table === null ? null : apply(rawRowsOf(table))),
});

const withNumber = (apply: (rows: Rows, number: number) => Value): PowerFxFunction => ({
  fewest: 2,
  most: 2,
  takesTables: true,
  apply: ([table = null, number = null]) =>
    table === null ? null : apply(rawRowsOf(table), Math.floor(asNumber(number))),
});

/** Functions that take rows of a table. */
export const tableFunctions: readonly (readonly [string, PowerFxFunction])[] = [
  ['First', ofTable((rows) => rows[0] ?? null)],
  ['Last', ofTable((rows) => rows.at(-1) ?? null)],
  ['FirstN', withNumber((rows, length) => rows.slice(0, atLeastNone(length)))],
  ['LastN', withNumber((rows, length) => (length === 0 ? [] : rows.slice(-atLeastNone(length))))],
  ['Index', withNumber(rowAt)],
  ['Table', { fewest: 0, most: 99, takesTables: true, apply: (args) => tableOf(args.flatMap(rowsIn)) }],
];

/** Throws a {@link PowerFxError} for what is not a table. */
function rawRowsOf(table: Value): Rows {
  rowsOf(table);
  return isTable(table) ? table : [];
}

function atLeastNone(length: number): number {
  if (length < 0) throw new PowerFxError('a number of rows is below 0');
  return length;
}

function rowAt(rows: Rows, index: number): Value {
  const row = rows[index - 1];
  if (row === undefined) throw new PowerFxFailure(`there is no row ${index}`);
  return row;
}

function rowsIn(value: Value): readonly Value[] {
  if (isTable(value)) return rowsOf(value);
  if (value === null || !isRecord(value)) throw new PowerFxError(`${typeOf(value)} is not a row`);
  return [value];
}
