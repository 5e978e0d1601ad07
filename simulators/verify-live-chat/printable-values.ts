import { printable } from '../../src/domain/printable.ts';

/** A value with all its strings printable, its own line feeds kept. */
export function printableValues<Value>(value: Value): Value {
  return valuesOf(value) as Value;
}

function valuesOf(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(valuesOf);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, valuesOf(inner)]));
}
