import type { Expression } from './expression.ts';
import type { Names } from './names.ts';
import { rowsOf, tableOf } from './rows.ts';
import { staticTypeOf } from './static-type.ts';
import { asBoolean, asNumber, asText, PowerFxError, type RecordValue, type Value } from './value.ts';

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

const numbersOf = ({ rows, each }: Rows, [of]: readonly Expression[]): readonly number[] =>
  of ? rows.map((row) => asNumber(each(row, of))) : [];

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
  ['Sum', { fewest: 2, most: 2, apply: (of, args) => total(numbersOf(of, args)) }],
]);

const total = (numbers: readonly number[]): Value =>
  numbers.length === 0 ? null : numbers.reduce((sum, each) => sum + each, 0);

const valueFor = (of: Rows, row: RecordValue, expression: Expression | undefined): Value =>
  expression ? of.each(row, expression) : null;

export const isRowFunction = (name: string): boolean => rowFunctions.has(name);

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
  // No table is not the same as one without rows.
  if (value === null) return null;
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

interface RowScope {
  readonly alias: string | undefined;
  readonly fields: ReadonlySet<string>;
}

/** Fields of a row are names by themselves, unless the row has a name of its own. */
function withRow(names: Names, row: RecordValue, { alias, fields }: RowScope): Names {
  return {
    ...names,
    scope: (name) => {
      if (name === (alias ?? 'ThisRecord')) return { kind: 'value', value: row };
      if (alias === undefined && fields.has(name)) return { kind: 'value', value: row[name] ?? null };
      return names.scope(name);
    },
  };
}
