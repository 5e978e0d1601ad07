import { isRecord, isTable, PowerFxError, type RecordValue, typeOf, type Value } from './value.ts';

/** The rows of a table; a value that is no record is the column `Value` of its row. */
export function rowsOf(value: Value): readonly RecordValue[] {
  if (value === null) return [];
  if (!isTable(value)) throw new PowerFxError(`${typeOf(value)} is not a table`);
  return value.map(asRow);
}

const asRow = (value: Value): RecordValue => (value !== null && isRecord(value) ? value : { Value: value });

/**
 * A table of values. A column that a row does not have is Blank there. Throws a {@link PowerFxError} for rows of
 * different kinds, and for a column with values of different types.
 */
export function tableOf(values: readonly Value[]): readonly RecordValue[] {
  const records = values.filter((value) => value !== null && isRecord(value));
  if (records.length > 0 && records.length < values.length)
    throw new PowerFxError('a table with rows of different kinds is not known here');
  const rows = values.map(asRow);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  for (const column of columns) {
    const types = new Set(rows.map((row) => typeOf(row[column] ?? null)));
    types.delete('Blank');
    if (types.size > 1) throw new PowerFxError(`a column with values of different types is not known here`);
  }
  return rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column] ?? null])));
}
