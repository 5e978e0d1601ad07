import { isMoment, isoOf } from './dates/moment.ts';
import { asText, isRecord, isTable, PowerFxError, type Value } from './value.ts';

const deepest = 20;
/** Numbers with more digits than a floating-point number keeps, or with an exponent. */
const unkept = /\d[\d.]{15,}|\d[eE][+-]?\d/;

/** Throws a {@link PowerFxError} for text that is not JSON. */
export function parsedJson(text: string): Value {
  if (unkept.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '""')))
    throw new PowerFxError('a number of so many digits is not known here');
  try {
    return JSON.parse(text);
  } catch {
    throw new PowerFxError('what ParseJSON reads is not JSON');
  }
}

/** With the fields in the order of the alphabet, as Power Fx writes them. */
export const writtenJson = (value: Value): string => JSON.stringify(ordered(value, 0));

/** A value as another system gets it: a time as ISO 8601 has it, a choice by its label. */
export function sentValue(value: Value): Value {
  if (isMoment(value)) return isoOf(value);
  if (isTable(value)) return value.map(sentValue);
  if (value === null || typeof value !== 'object') return value;
  if (!isRecord(value)) return asText(value);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, sentValue(field)]));
}

function ordered(value: Value, depth: number): Value {
  if (depth > deepest) throw new PowerFxError('JSON of such a depth is not known here');
  if (isTable(value)) return value.map((each) => ordered(each, depth + 1));
  if (isMoment(value)) return isoOf(value);
  if (value === null || !isRecord(value)) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, field]) => [name, ordered(field, depth + 1)]));
}
