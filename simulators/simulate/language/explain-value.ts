import type { z } from 'zod';
import { didYouMean } from './did-you-mean.ts';

type Issue = z.core.$ZodIssue;

/** What is wrong with a value, and where in it. */
export interface Mistake {
  readonly path: readonly PropertyKey[];
  /** The key in there that is not known. */
  readonly key?: string;
  readonly text: string;
}

/** In one short sentence each. The value has to have been parsed with `reportInput`. */
export const explained = (issues: readonly Issue[]): readonly Mistake[] =>
  issues
    .flatMap(found)
    .filter(
      ({ isRule, path }, _, all) =>
        !isRule || all.every((each) => each.key === undefined || each.path.join() !== path.join()),
    )
    .map(({ expected, input, isRule: _, ...mistake }) => ({
      ...mistake,
      text: expected ? otherType(expected, input) : mistake.text,
    }));

interface Found extends Mistake {
  /** Of what type it had to be, where it is of another one. */
  readonly expected?: readonly string[];
  readonly input?: unknown;
  /** About a whole that has a key which is not known: that one says enough. */
  readonly isRule?: true;
}

function found(issue: Issue): readonly Found[] {
  const { path, message, input } = issue;
  const here = (text: string): readonly Found[] => [{ path, text }];
  switch (issue.code) {
    case 'invalid_union':
      return ofUnion(issue);
    case 'invalid_type':
      if (!message.startsWith('Invalid input')) return here(message);
      return [{ path, text: message, expected: [issue.expected], input }];
    case 'invalid_value':
      return here(notAmong(input, issue.values.map(String)));
    case 'too_small':
      if (issue.origin === 'string') return here('is empty');
      return here(issue.origin === 'number' ? `${shown(input)} is less than ${issue.minimum}` : message);
    case 'too_big':
      if (issue.origin === 'string') return here(`is longer than ${issue.maximum} characters`);
      return here(`${shown(input)} is more than ${issue.maximum}`);
    case 'unrecognized_keys':
      return issue.keys.slice(0, 1).map((key) => ({ path, key, text: message }));
    case 'invalid_format':
    case 'custom':
      return typeof input === 'string'
        ? here(`${shown(input)} ${message}`)
        : [{ path, text: message, isRule: true }];
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return here(message);
  }
}

/** The member of the right type is the one that was meant. */
function ofUnion({
  errors,
  path,
  input,
}: Extract<Issue, { readonly code: 'invalid_union' }>): readonly Found[] {
  const members = errors.map((issues) => issues.flatMap(found));
  const meant = members.find((each) => each.every(({ expected, path: at }) => !expected || at.length > 0));
  if (meant) return meant.map((each) => ({ ...each, path: [...path, ...each.path] }));
  const expected = [...new Set(members.flat().flatMap((each) => each.expected ?? []))];
  return [{ path, text: '', expected, input }];
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'keys with values',
  record: 'keys with values',
  array: 'a list',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'nothing',
};

function otherType(expected: readonly string[], input: unknown): string {
  const [only] = expected;
  if (expected.length === 1 && only === 'null') return `takes no value, and has ${shown(input)}`;
  if (input === undefined) return 'is missing';
  if (expected.includes('string') && (typeof input === 'number' || typeof input === 'boolean'))
    return `${input} is no text until it stands in quotes: "${input}"`;
  const names = expected.map((each) => typeNames[each] ?? each).join(' or ');
  return input === null ? `needs a value: ${names}` : `has to be ${names}, and is ${shown(input)}`;
}

const notAmong = (input: unknown, values: readonly string[]): string => {
  if (input === null) return `needs a value: one of ${values.join(', ')}`;
  const meant = didYouMean(String(input), values);
  return `${shown(input)} is none of its values.${meant === '' ? ` There are ${values.join(', ')}.` : meant}`;
};

/** Enough of a value to know it again. */
function shown(input: unknown): string {
  const text = JSON.stringify(input) ?? String(input);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
