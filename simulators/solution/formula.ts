import { evaluate } from './power-fx/evaluate.ts';
import { type Expression, namesIn } from './power-fx/expression.ts';
import type { Names } from './power-fx/names.ts';
import { parseExpression } from './power-fx/parse.ts';
import { fillTemplate, parseTemplate, type Template } from './power-fx/template.ts';
import { PowerFxError, type Value } from './power-fx/value.ts';
import { type Place, SolutionProblem } from './problem.ts';

/** An expression and where it stands. One that cannot be read fails only when it is asked for its value. */
export interface Formula {
  readonly place: Place;
  /** As the topic has it. */
  readonly source: string;
  /** The names that it reads; none when it cannot be read. */
  readonly reads: readonly string[];
  /** Why it cannot be read; undefined when it can. */
  readonly problem: string | undefined;
  /** Throws a {@link SolutionProblem} for what is not known. */
  value(names: Names): Value;
  /** The value as something else; what the judge throws gets the place. */
  judged<Result>(names: Names, judge: (value: Value) => Result): Result;
}

/** A text with expressions in braces, and where it stands. */
export interface Text {
  readonly place: Place;
  readonly source: string;
  readonly reads: readonly string[];
  /** Why it cannot be read; undefined when it can. */
  readonly problem: string | undefined;
  /** Throws a {@link SolutionProblem} for what is not known. */
  filled(names: Names): string;
}

/** What begins with `=` is an expression; everything else is what it says. */
export function formulaOf(source: string | number | boolean | null, place: Place): Formula {
  if (typeof source !== 'string' || !source.startsWith('=')) {
    const written = String(source);
    return {
      place,
      source: written,
      reads: [],
      problem: undefined,
      value: () => source,
      judged: (_, judge) => told(place, written, () => judge(source)),
    };
  }
  const parsed = attempt(() => parseExpression(source.slice(1)));
  return {
    place,
    source,
    reads: 'problem' in parsed ? [] : namesIn(parsed.result),
    problem: 'problem' in parsed ? quoted(parsed.problem, source) : undefined,
    value: (names) => told(place, source, () => evaluate(resultOf(parsed), names)),
    judged: (names, judge) => told(place, source, () => judge(evaluate(resultOf(parsed), names))),
  };
}

export function textOf(source: string, place: Place): Text {
  const parsed = attempt((): Template => parseTemplate(source));
  const expressions =
    'problem' in parsed ? [] : parsed.result.filter((part): part is Expression => typeof part !== 'string');
  return {
    place,
    source,
    reads: expressions.flatMap(namesIn),
    problem: 'problem' in parsed ? quoted(parsed.problem, source) : undefined,
    filled: (names) => told(place, source, () => fillTemplate(resultOf(parsed), names)),
  };
}

type Parsed<Result> = { readonly result: Result } | { readonly problem: PowerFxError };

function attempt<Result>(parse: () => Result): Parsed<Result> {
  try {
    return { result: parse() };
  } catch (cause) {
    if (cause instanceof PowerFxError) return { problem: cause };
    throw cause;
  }
}

function resultOf<Result>(parsed: Parsed<Result>): Result {
  if ('problem' in parsed) throw parsed.problem;
  return parsed.result;
}

const longestQuote = 120;

function told<Result>(place: Place, source: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof PowerFxError)) throw cause;
    throw new SolutionProblem(place, quoted(cause, source));
  }
}

function quoted({ message }: PowerFxError, source: string): string {
  const quote = source.length > longestQuote ? `${source.slice(0, longestQuote)}…` : source;
  return `${message}, in ${JSON.stringify(quote)}`;
}
