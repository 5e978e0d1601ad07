import type { Expression } from './expression.ts';
import type { Names } from './names.ts';
import { gathered, gathering } from './numeric-functions.ts';
import { withRow } from './row-scope.ts';
import { rowsOf, tableOf } from './rows.ts';
import { staticTypeOf } from './static-type.ts';
import {
  areSame,
  asBoolean,
  asNumber,
  asText,
  isTable,
  PowerFxError,
  type RecordValue,
  type Value,
} from './value.ts';

type Evaluate = (expression: Expression, names: Names) => Value;

interface RowFunction {
  readonly fewest: number;
  readonly most: number;
  readonly apply: (of: Rows, args: readonly Expression[]) => Value;
}

/** The rows of the first argument, and what other arguments are for each of them. */
interface Rows {
  readonly rows: readonly RecordValue[];
  each(row: RecordValue, expression: Expression): Value;
  once(expression: Expression): Value;
}

/** Functions that evaluate an argument for each row of a table. */
const rowFunctions: ReadonlyMap<string, RowFunction> = new Map<string, RowFunction>([
  [
    'ForAll',
    { fewest: 2, most: 2, apply: (of, [what]) => tableOf(of.rows.map((row) => valueFor(of, row, what))) },
  ],
  [
    'Filter',
    {
      fewest: 2,
      most: 2,
      apply: (of, [condition]) => of.rows.filter((row) => asBoolean(valueFor(of, row, condition))),
    },
  ],
  [
    'LookUp',
    {
      fewest: 2,
      most: 3,
      apply: (of, [condition, result]) => {
        const found = of.rows.find((row) => asBoolean(valueFor(of, row, condition)));
        if (!found) return null;
        return result ? of.each(found, result) : found;
      },
    },
  ],
  [
    'Concat',
    {
      fewest: 2,
      most: 3,
      apply: (of, [what, separator]) =>
        of.rows
          .map((row) => asText(valueFor(of, row, what)))
          .join(separator ? asText(of.once(separator)) : ''),
    },
  ],
  [
    'Sort',
    {
      fewest: 2,
      most: 3,
      apply: (of, [by, order]) => sorted(of, by, order ? asText(of.once(order)) : 'ascending'),
    },
  ],
  ['Distinct', { fewest: 2, most: 2, apply: (of, [by]) => distinct(of, by) }],
  [
    'CountIf',
    {
      fewest: 2,
      most: 2,
      apply: (of, [condition]) => of.rows.filter((row) => asBoolean(valueFor(of, row, condition))).length,
    },
  ],
  ...[...gathering].map(([name, gather]): readonly [string, RowFunction] => [
    name,
    {
      fewest: 2,
      most: 2,
      apply: (of, [what]) =>
        gathered(
          of.rows.map((row) => valueFor(of, row, what)),
          gather,
        ),
    },
  ]),
]);

const valueFor = (of: Rows, row: RecordValue, expression: Expression | undefined): Value =>
  expression ? of.each(row, expression) : null;

/** Numbers and texts alone, in which no order is a guess. */
function sorted(of: Rows, by: Expression | undefined, order: string): Value {
  const keyed = of.rows.map((row) => ({ row, key: valueFor(of, row, by) }));
  const types = new Set(keyed.map(({ key }) => typeof key));
  const [type] = types;
  if (types.size > 1 || (type !== undefined && type !== 'number' && type !== 'string'))
    throw new PowerFxError('Sort by such values is not known here');
  const direction = order === 'descending' ? -1 : 1;
  const compare = (one: Value, other: Value) =>
    type === 'number' ? asNumber(one) - asNumber(other) : asText(one).localeCompare(asText(other), 'en');
  return [...keyed].sort((one, other) => direction * compare(one.key, other.key)).map(({ row }) => row);
}

function distinct(of: Rows, by: Expression | undefined): Value {
  const values = of.rows.map((row) => valueFor(of, row, by));
  if (values.some((value) => typeof value === 'object' && value !== null))
    throw new PowerFxError('Distinct of such values is not known here');
  const isNew = (value: Value, at: number) => !values.slice(0, at).some((other) => areSame(other, value));
  return tableOf(values.filter(isNew).map((Value) => ({ Value })));
}

export const rowFunctionNames: readonly string[] = [...rowFunctions.keys()];
export const isNamedRowFunction = (name: string): boolean => rowFunctions.has(name);

/** `Sum(1, 2)` is of numbers, `Sum(Orders, Total)` of rows, which for a variable only its value tells. */
export function isRowFunction(
  name: string,
  args: readonly Expression[],
  of: (expression: Expression) => Value,
): boolean {
  const [first] = args;
  if (!rowFunctions.has(name)) return false;
  if (!gathering.has(name)) return true;
  if (!first || args.length !== 2) return false;
  const type = staticTypeOf(first);
  return first.kind === 'as' || type === 'table' || (type === undefined && isTable(of(first)));
}

interface Call {
  readonly name: string;
  readonly args: readonly Expression[];
}

export function callRowFunction({ name, args }: Call, names: Names, evaluate: Evaluate): Value {
  const known = rowFunctions.get(name);
  const [first, ...others] = args;
  if (!known || !first || args.length < known.fewest || args.length > known.most)
    throw new PowerFxError(`${name} does not take ${args.length} arguments`);
  const table = first.kind === 'as' ? first.of : first;
  const alias = first.kind === 'as' ? first.name : undefined;
  if (staticTypeOf(table) === 'blank') throw new PowerFxError(`${name} of no table is not known here`);
  const value = evaluate(table, names);
  // No table is not the same as one without rows, but for what counts.
  if (value === null) return name === 'CountIf' ? 0 : null;
  const rows = rowsOf(value);
  const fields = new Set(rows.flatMap((row) => Object.keys(row)));
  return known.apply(
    {
      rows,
      each: (row, expression) => evaluate(expression, withRow(names, row, { alias, fields })),
      once: (expression) => evaluate(expression, names),
    },
    others,
  );
}
