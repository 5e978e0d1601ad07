import type { Expression } from './expression.ts';
import type { Names } from './names.ts';
import { withRow } from './row-scope.ts';
import { rowsOf } from './rows.ts';
import { PowerFxError, type RecordValue, type Value } from './value.ts';

type Evaluate = (expression: Expression, names: Names) => Value;

interface Given {
  readonly rows: readonly RecordValue[];
  readonly rest: readonly Expression[];
  each(row: RecordValue, expression: Expression): Value;
}

/** Functions that make other columns of a table; the names of columns stand as they are, or as text. */
const columnFunctions: Readonly<Record<string, (given: Given) => Value>> = {
  AddColumns: ({ rows, rest, each }) => {
    const columns = pairs(rest).map(([name, what]) => [added(name, rows), what] as const);
    if (new Set(columns.map(([name]) => name)).size < columns.length)
      throw new PowerFxError('a column is added twice');
    return rows.map((row) => ({
      ...row,
      ...Object.fromEntries(columns.map(([name, what]) => [name, each(row, what)])),
    }));
  },
  DropColumns: ({ rows, rest }) => {
    const dropped = columnsIn(rest, rows);
    return rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => !dropped.includes(name))),
    );
  },
  ShowColumns: ({ rows, rest }) => {
    const shown = columnsIn(rest, rows);
    return rows.map((row) => Object.fromEntries(shown.map((name) => [name, row[name] ?? null])));
  },
  RenameColumns: ({ rows, rest }) => {
    const renamed = new Map(pairs(rest).map(([from, to]) => [known(from, rows), nameIn(to)]));
    return rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [renamed.get(name) ?? name, value])),
    );
  },
};

export const columnFunctionNames: readonly string[] = Object.keys(columnFunctions);
export const isColumnFunction = (name: string): boolean => Object.hasOwn(columnFunctions, name);

interface Call {
  readonly name: string;
  readonly args: readonly Expression[];
}

export function callColumnFunction({ name, args }: Call, names: Names, evaluate: Evaluate): Value {
  const apply = columnFunctions[name];
  const [table, ...rest] = args;
  if (!apply || !table || rest.length === 0)
    throw new PowerFxError(`${name} does not take ${args.length} arguments`);
  const value = evaluate(table, names);
  if (value === null) return null;
  const rows = rowsOf(value);
  const fields = new Set(rows.flatMap((row) => Object.keys(row)));
  return apply({
    rows,
    rest,
    each: (row, expression) => evaluate(expression, withRow(names, row, { alias: undefined, fields })),
  });
}

function nameIn(expression: Expression): string {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind === 'literal' && typeof expression.value === 'string') return expression.value;
  throw new PowerFxError('the name of a column has to stand there as it is');
}

/** A table without rows has columns that nothing here tells. */
function known(expression: Expression, rows: readonly RecordValue[]): string {
  const name = nameIn(expression);
  if (!rows.some((row) => Object.hasOwn(row, name)))
    throw new PowerFxError(`the column ${name} is not known`);
  return name;
}

function columnsIn(rest: readonly Expression[], rows: readonly RecordValue[]): readonly string[] {
  const names = rest.map((name) => known(name, rows));
  if (new Set(names).size < names.length) throw new PowerFxError('a column is named twice');
  return names;
}

function added(expression: Expression, rows: readonly RecordValue[]): string {
  const name = nameIn(expression);
  if (rows.some((row) => Object.hasOwn(row, name)))
    throw new PowerFxError(`there is a column ${name} already`);
  return name;
}

function pairs(args: readonly Expression[]): readonly (readonly [Expression, Expression])[] {
  if (args.length % 2 !== 0) throw new PowerFxError('a column without its other half');
  return args.flatMap((name, at) => {
    const what = args[at + 1];
    return at % 2 === 0 && what ? [[name, what] as const] : [];
  });
}
