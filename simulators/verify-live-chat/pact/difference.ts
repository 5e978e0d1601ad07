import { fieldOf } from '../http/exchange.ts';
import type { Difference } from '../run/clause.ts';
import type { Mismatch } from './judge.ts';

export interface Bodies {
  /** The body that the pact shows as an example. */
  readonly sample: unknown;
  readonly received: unknown;
}

/** A mismatch of Pact's verifier in words for people: one difference for each field. */
export function differenceOf(mismatch: Mismatch, bodies: Bodies): readonly Difference[] {
  switch (mismatch.type) {
    case 'StatusMismatch':
      return [{ where: 'status', expected: String(mismatch.expected), received: String(mismatch.actual) }];
    case 'HeaderMismatch':
      return [
        {
          where: `header ${mismatch.key ?? ''}`,
          expected: shown(mismatch.expected),
          received: shown(mismatch.actual),
        },
      ];
    case 'BodyTypeMismatch':
      return [{ where: 'body', expected: 'JSON', received: 'something else' }];
    default:
      return bodyDifferences(mismatch, bodies);
  }
}

function bodyDifferences(mismatch: Mismatch, { sample, received }: Bodies): readonly Difference[] {
  const path = mismatch.path ?? '$';
  const missing = /missing the following keys: (.+)$/.exec(mismatch.mismatch)?.[1];
  if (missing !== undefined) {
    return missing.split(', ').map((key) => {
      const where = `${path}.${key}`;
      return { where, expected: described(at(sample, where)), received: 'nothing' };
    });
  }
  const words = /to match '\^\(([^()]+)\)\$'/.exec(mismatch.mismatch)?.[1];
  const isRegex = /to match '/.test(mismatch.mismatch);
  const value = at(received, path);
  const wanted = at(sample, path);
  if (words !== undefined)
    return [{ where: path, expected: `one of ${words.replaceAll('|', ', ')}`, received: shown(value) }];
  const isOfOtherType = typeOf(value) !== typeOf(wanted);
  const expected = isRegex || isOfOtherType ? described(wanted) : asWritten(mismatch.expected);
  return [
    {
      where: path,
      expected,
      received: value === undefined ? 'nothing' : shownWithType(value, isOfOtherType),
    },
  ];
}

/** The value at a path such as `$.customer.name` or `$.lines[0].text`. */
function at(body: unknown, path: string): unknown {
  const steps = path
    .replace(/^\$\.?/, '')
    .split(/[.[\]]+/)
    .filter((step) => step !== '');
  return steps.reduce((value, step) => fieldOf(value, step), body);
}

/** Pact quotes texts itself. */
function asWritten(value: unknown): string {
  return typeof value === 'string' && /^".*"$/s.test(value) ? value : shown(value);
}

function described(sample: unknown): string {
  return sample === undefined ? 'a value' : `${typeOf(sample)} such as ${shown(sample)}`;
}

function shownWithType(value: unknown, withType: boolean): string {
  return withType ? `${typeOf(value)} ${shown(value)}` : shown(value);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'object':
      return 'an object';
    default:
      return 'nothing';
  }
}

const LONGEST = 120;

export function shown(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? 'nothing');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
