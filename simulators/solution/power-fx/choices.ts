import { isColumnFunction } from './column-functions.ts';
import { childrenOf, type Expression } from './expression.ts';
import { functions } from './functions.ts';
import type { Names } from './names.ts';
import { isNamedRowFunction } from './row-functions.ts';
import { commonType, resultsOf } from './static-type.ts';
import { areEqual, asBoolean, asNumber, asText, PowerFxError, PowerFxFailure, type Value } from './value.ts';

type Evaluate = (expression: Expression, names: Names) => Value;

interface Choice {
  readonly name: keyof typeof choosers;
  readonly args: readonly Expression[];
}

interface Among {
  readonly args: readonly Expression[];
  readonly of: (expression: Expression) => Value;
}

const choosers = {
  If: firstThatHolds,
  Switch: firstThatFits,
  Coalesce: firstThatIs,
  IfError: firstThatFails,
} as const;

/** All results of a choice have one type, which the first decides; and what is not chosen has to be known too. */
export function choice({ name, args }: Choice, names: Names, evaluate: Evaluate): Value {
  for (const each of args) requireKnown(each, (used) => names.scope(used) !== undefined);
  const type = commonType(resultsOf(name, args));
  const value = choosers[name]({ args, of: (expression) => evaluate(expression, names) });
  if (value === null) return null;
  switch (type) {
    case 'text':
      return asText(value);
    case 'number':
      return asNumber(value);
    case 'boolean':
      return typeof value === 'number' ? value !== 0 : asBoolean(value);
    default:
      return value;
  }
}

/** Throws a {@link PowerFxError} for a function that is not known, also where it is not come to. */
function requireKnown(expression: Expression, isName: (name: string) => boolean): void {
  const isOfRows = expression.kind === 'call' && namesItsOwn(expression.name);
  if (expression.kind === 'call' && !isOfRows && !isKnown(expression.name))
    throw new PowerFxError(`the function ${expression.name} is not known`);
  if (expression.kind === 'name' && !isName(expression.name))
    throw new PowerFxError(`the name ${expression.name} is not known`);
  // An enumeration has no value by itself.
  if (expression.kind === 'member' && expression.of.kind === 'name') return;
  // Fields of a row are names within a function of rows.
  for (const each of childrenOf(expression)) requireKnown(each, isOfRows ? () => true : isName);
}

const isKnown = (name: string): boolean =>
  functions.has(name) || name in choosers || ['And', 'Or', 'Not', 'IsError', 'IsBlankOrError'].includes(name);

/** Functions in which fields are names. */
const namesItsOwn = (name: string): boolean =>
  isNamedRowFunction(name) || isColumnFunction(name) || name === 'With';

/** `IfError(value, instead, value, instead, …, otherwise)`. */
function firstThatFails({ args, of }: Among): Value {
  if (args.length < 2) throw new PowerFxError(`IfError does not take ${args.length} arguments`);
  let value: Value = null;
  for (let at = 0; at < args.length; at += 2) {
    const [tried, instead] = [args[at], args[at + 1]];
    if (!tried) break;
    try {
      value = of(tried);
    } catch (cause) {
      if (!(cause instanceof PowerFxFailure) || !instead) throw cause;
      return of(instead);
    }
  }
  return value;
}

function firstThatIs({ args, of }: Among): Value {
  for (const each of args) {
    const value = of(each);
    if (value !== null && value !== '') return value;
  }
  return null;
}

/** `If(condition, result, condition, result, …, otherwise)`. */
function firstThatHolds({ args, of }: Among): Value {
  if (args.length < 2) throw new PowerFxError(`If does not take ${args.length} arguments`);
  for (let at = 0; at + 1 < args.length; at += 2) {
    const [condition, result] = [args[at], args[at + 1]];
    if (condition && result && asBoolean(of(condition))) return of(result);
  }
  return otherwise({ args, of }, args.length % 2 === 1);
}

/** `Switch(value, match, result, match, result, …, otherwise)`. */
function firstThatFits({ args, of }: Among): Value {
  const [first] = args;
  if (first === undefined || args.length < 3)
    throw new PowerFxError(`Switch does not take ${args.length} arguments`);
  const value = of(first);
  for (let at = 1; at + 1 < args.length; at += 2) {
    const [match, result] = [args[at], args[at + 1]];
    if (match && result && areEqual(value, of(match))) return of(result);
  }
  return otherwise({ args, of }, args.length % 2 === 0);
}

function otherwise({ args, of }: Among, isThere: boolean): Value {
  const last = args.at(-1);
  return isThere && last ? of(last) : null;
}
