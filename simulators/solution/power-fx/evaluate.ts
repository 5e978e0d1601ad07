import type { BinarySign, Expression } from './expression.ts';
import { type FunctionWorld, functions } from './functions.ts';
import {
  areEqual,
  asBoolean,
  asNumber,
  asText,
  isRecord,
  isTable,
  PowerFxError,
  typeOf,
  type Value,
} from './value.ts';

/** Where names get their values. */
export interface Names extends FunctionWorld {
  /** The value of `Topic`, `Global`, `System` and the like; undefined when there is no such name. */
  readonly scope: (name: string) => Scope | undefined;
}

/** What is behind a name: a value, or members of which one that was never set is Blank. */
export type Scope =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'variables'; readonly of: Readonly<Record<string, Value>> };

const enumerations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ChannelId: { MsTeams: 'msteams', WebChat: 'webchat', DirectLine: 'directline', PvaStudio: 'pva-studio' },
  DateTimeFormat: { UTC: 'utc' },
};

/** The value of an expression. Throws a {@link PowerFxError} for anything that is not known. */
export function evaluate(expression: Expression, names: Names): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'name':
      return named(expression.name, names);
    case 'member':
      return member(expression.of, expression.name, names);
    case 'unary':
      return expression.sign === 'not'
        ? !asBoolean(evaluate(expression.of, names))
        : -asNumber(evaluate(expression.of, names));
    case 'binary':
      return binary(expression, names);
    case 'call':
      return call(expression.name, expression.args, names);
    case 'record':
      return Object.fromEntries(expression.fields.map(([name, value]) => [name, evaluate(value, names)]));
    case 'table':
      return expression.rows.map((row) => evaluate(row, names));
  }
}

function named(name: string, names: Names): Value {
  const scope = names.scope(name);
  if (scope === undefined) throw new PowerFxError(`the name ${name} is not known`);
  return scope.kind === 'value' ? scope.value : scope.of;
}

function member(of: Expression, name: string, names: Names): Value {
  if (of.kind === 'name') {
    const enumeration = Object.hasOwn(enumerations, of.name) ? enumerations[of.name] : undefined;
    if (enumeration) return enumerated(enumeration, of.name, name);
    const scope = names.scope(of.name);
    if (scope?.kind === 'variables') return Object.hasOwn(scope.of, name) ? (scope.of[name] ?? null) : null;
  }
  const owner = evaluate(of, names);
  if (owner === null) return null;
  if (!isRecord(owner)) throw new PowerFxError(`${typeOf(owner)} has no field ${name}`);
  if (!Object.hasOwn(owner, name)) throw new PowerFxError(`the field ${name} is not known`);
  return owner[name] ?? null;
}

function enumerated(enumeration: Readonly<Record<string, string>>, owner: string, name: string): string {
  const value = Object.hasOwn(enumeration, name) ? enumeration[name] : undefined;
  if (value === undefined) throw new PowerFxError(`${owner}.${name} is not known`);
  return value;
}

type Binary = Extract<Expression, { readonly kind: 'binary' }>;

function binary({ sign, left, right }: Binary, names: Names): Value {
  const one = evaluate(left, names);
  // The right side of And and Or counts only when the left one leaves it open.
  if (sign === 'and') return asBoolean(one) && asBoolean(evaluate(right, names));
  if (sign === 'or') return asBoolean(one) || asBoolean(evaluate(right, names));
  return combined(sign, one, evaluate(right, names));
}

function combined(sign: Exclude<BinarySign, 'and' | 'or'>, one: Value, other: Value): Value {
  switch (sign) {
    case '=':
      return areEqual(one, other);
    case '<>':
      return !areEqual(one, other);
    case '<':
      return asNumber(one) < asNumber(other);
    case '<=':
      return asNumber(one) <= asNumber(other);
    case '>':
      return asNumber(one) > asNumber(other);
    case '>=':
      return asNumber(one) >= asNumber(other);
    case '&':
      return asText(one) + asText(other);
    case '+':
      return asNumber(one) + asNumber(other);
    case '-':
      return asNumber(one) - asNumber(other);
    case '*':
      return asNumber(one) * asNumber(other);
    case '/':
      return quotient(asNumber(one), asNumber(other));
    case 'in':
      return isIn(one, other, (text) => text.toLowerCase());
    case 'exactin':
      return isIn(one, other, (text) => text);
  }
}

function quotient(one: number, other: number): number {
  if (other === 0) throw new PowerFxError('a division by 0');
  return one / other;
}

function isIn(one: Value, other: Value, fold: (text: string) => string): boolean {
  const wanted = fold(asText(one));
  if (isTable(other)) return other.some((row) => fold(asText(row)) === wanted);
  return fold(asText(other)).includes(wanted);
}

function call(name: string, args: readonly Expression[], names: Names): Value {
  switch (name) {
    case 'If':
      return firstThatHolds(args, names);
    case 'Switch':
      return firstThatFits(args, names);
    case 'And':
      return args.every((each) => asBoolean(evaluate(each, names)));
    case 'Or':
      return args.some((each) => asBoolean(evaluate(each, names)));
    case 'Not':
      return !asBoolean(evaluate(only(name, args), names));
    default:
      return applied(name, args, names);
  }
}

function applied(name: string, args: readonly Expression[], names: Names): Value {
  const known = functions.get(name);
  if (!known) throw new PowerFxError(`the function ${name} is not known`);
  if (args.length < known.fewest || args.length > known.most)
    throw new PowerFxError(`${name} does not take ${args.length} arguments`);
  return known.apply(
    args.map((each) => evaluate(each, names)),
    names,
  );
}

function only(name: string, args: readonly Expression[]): Expression {
  const [first] = args;
  if (first === undefined || args.length !== 1)
    throw new PowerFxError(`${name} does not take ${args.length} arguments`);
  return first;
}

/** `If(condition, result, condition, result, …, otherwise)`. */
function firstThatHolds(args: readonly Expression[], names: Names): Value {
  if (args.length < 2) throw new PowerFxError(`If does not take ${args.length} arguments`);
  for (let at = 0; at + 1 < args.length; at += 2) {
    const [condition, result] = [args[at], args[at + 1]];
    if (condition && result && asBoolean(evaluate(condition, names))) return evaluate(result, names);
  }
  return otherwise(args, args.length % 2 === 1, names);
}

/** `Switch(value, match, result, match, result, …, otherwise)`. */
function firstThatFits(args: readonly Expression[], names: Names): Value {
  const [of] = args;
  if (of === undefined || args.length < 3)
    throw new PowerFxError(`Switch does not take ${args.length} arguments`);
  const value = evaluate(of, names);
  for (let at = 1; at + 1 < args.length; at += 2) {
    const [match, result] = [args[at], args[at + 1]];
    if (match && result && areEqual(value, evaluate(match, names))) return evaluate(result, names);
  }
  return otherwise(args, args.length % 2 === 0, names);
}

function otherwise(args: readonly Expression[], isThere: boolean, names: Names): Value {
  const last = args.at(-1);
  return isThere && last ? evaluate(last, names) : null;
}
