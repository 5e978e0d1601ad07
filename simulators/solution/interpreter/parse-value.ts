import { momentIn } from '../power-fx/dates/moments.ts';
import { parsedJson, writtenJson } from '../power-fx/json.ts';
import {
  asBoolean,
  asNumber,
  asText,
  isRecord,
  isTable,
  PowerFxError,
  typeOf,
  type Value,
} from '../power-fx/value.ts';
import type { ValueType } from '../value-type.ts';

/**
 * A value as a declared type, out of JSON text or of a value that has the fields. What is missing is Blank, and what
 * is not declared is left out. Throws a {@link PowerFxError} for what cannot be it.
 */
export function parseValue(value: Value, type: ValueType): Value {
  return typed(typeof value === 'string' && isOfJson(type) ? parsedJson(value) : value, type);
}

const isOfJson = ({ kind }: ValueType): boolean => kind === 'Record' || kind === 'Table' || kind === 'Any';

function typed(value: Value, type: ValueType): Value {
  if (value === null) return null;
  switch (type.kind) {
    case 'Any':
      return value;
    case 'String':
      return typeof value === 'object' ? writtenJson(value) : asText(value);
    case 'Number':
      return asNumber(value);
    case 'Boolean':
      return typeof value === 'string' ? value.toLowerCase() === 'true' : asBoolean(value);
    case 'Date':
    case 'DateTime':
    case 'Time':
      return typeof value === 'string' ? momentIn(value, type.kind) : value;
    case 'Table':
      if (!isTable(value)) throw new PowerFxError(`${typeOf(value)} is not a table`);
      return value.map((row) => rowOf(row, type.properties));
    case 'Record':
      return recordOf(value, type.properties);
  }
}

type Properties = ReadonlyMap<string, ValueType>;

/** A row that is no record is its column `Value`. */
const rowOf = (row: Value, properties: Properties): Value =>
  row !== null && isRecord(row) ? recordOf(row, properties) : recordOf({ Value: row }, properties);

function recordOf(value: Value, properties: Properties): Value {
  if (value === null || !isRecord(value)) throw new PowerFxError(`${typeOf(value)} is not a record`);
  return Object.fromEntries([...properties].map(([name, type]) => [name, typed(value[name] ?? null, type)]));
}
