import { callColumnFunction, isColumnFunction } from './column-functions.ts';
import { isMoment, isMomentType } from './dates/moment.ts';
import { dayZero, differenceOfTimes, sumOfTimes } from './dates/moments.ts';
import { enumerations } from './enumerations.ts';
import { type BinarySign, childrenOf, type Expression } from './expression.ts';
import { functions } from './functions.ts';
import { callLazily, isLazy } from './lazy-functions.ts';
import type { Names } from './names.ts';
import { callRowFunction, isRowFunction } from './row-functions.ts';
import { rowsOf, tableOf } from './rows.ts';
import { staticTypeOf } from './static-type.ts';
import {
  areEqual,
  asBoolean,
  asNumber,
  asText,
  isRecord,
  isTable,
  PowerFxError,
  PowerFxFailure,
  type RecordValue,
  typeOf,
  type Value,
} from './value.ts';

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
        : negative(evaluate(expression.of, names));
    case 'binary':
      return binary(expression, names);
    case 'call':
      return call(expression, names);
    case 'record':
      return Object.fromEntries(expression.fields.map(([name, value]) => [name, evaluate(value, names)]));
    case 'table':
      return tableOf(expression.rows.map((row) => evaluate(row, names)));
    case 'as':
      throw new PowerFxError('As is not known here');
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
  return fieldOf(evaluate(of, names), name, isOfVariable(of));
}

/** Fields of what a variable holds are declared, or come from JSON, where one may be missing. */
function fieldOf(owner: Value, name: string, isHeld: boolean): Value {
  if (owner === null) return null;
  if (isRecord(owner) && Object.hasOwn(owner, name)) return owner[name] ?? null;
  // A value out of JSON is the column of its row.
  if (isHeld && name === 'Value' && !isRecord(owner) && !isTable(owner)) return owner;
  if (!isRecord(owner)) throw new PowerFxError(`${typeOf(owner)} has no field ${name}`);
  if (!isHeld) throw new PowerFxError(`the field ${name} is not known`);
  return null;
}

function isOfVariable(expression: Expression): boolean {
  if (expression.kind === 'name') return expression.name === 'Topic' || expression.name === 'Global';
  return childrenOf(expression).some(isOfVariable);
}

function enumerated(
  enumeration: Readonly<Record<string, string | number>>,
  owner: string,
  name: string,
): string | number {
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
  const other = evaluate(right, names);
  if (sign !== '+' && sign !== '-') return combined(sign, one, other);
  return combined(sign, termOf(left, one), termOf(right, other));
}

/** A term that is Blank is 0 or day 0 where the expression tells which. */
function termOf(expression: Expression, value: Value): Value {
  if (value !== null) return value;
  const type = staticTypeOf(expression);
  if (type === 'number' || type === 'text') return 0;
  return isMomentType(type) ? dayZero(type) : null;
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
      return sumOfTimes(one, other) ?? asNumber(one) + asNumber(other);
    case '-':
      return differenceOfTimes(one, other) ?? asNumber(one) - asNumber(other);
    case '*':
      return asNumber(one) * asNumber(other);
    case '/':
      return quotient(asNumber(one), asNumber(other));
    case '^':
      return asNumber(one) ** asNumber(other);
    case 'in':
      return isIn(one, other, (text) => text.toLowerCase());
    case 'exactin':
      return isIn(one, other, (text) => text);
  }
}

function negative(value: Value): number {
  if (isMoment(value)) throw new PowerFxError('the negative of a time is not known here');
  return -asNumber(value);
}

function quotient(one: number, other: number): number {
  if (other === 0) throw new PowerFxFailure('a division by 0');
  return one / other;
}

function isIn(one: Value, other: Value, fold: (text: string) => string): boolean {
  if (isMoment(one) || (isTable(other) && rowsOf(other).some((row) => Object.values(row).some(isMoment))))
    throw new PowerFxError('whether a time is in something is not known here');
  const wanted = fold(asText(one));
  if (isTable(other)) return rowsOf(other).some((row) => fold(asText(onlyColumn(row))) === wanted);
  return fold(asText(other)).includes(wanted);
}

function onlyColumn(row: RecordValue): Value {
  const [value = null, ...others] = Object.values(row);
  if (others.length > 0) throw new PowerFxError('a table with several columns has no one value a row');
  return value;
}

type Call = Extract<Expression, { readonly kind: 'call' }>;

function call({ name, args }: Call, names: Names): Value {
  if (isColumnFunction(name)) return callColumnFunction({ name, args }, names, evaluate);
  const of = (expression: Expression) => evaluate(expression, names);
  if (isRowFunction(name, args, of)) return callRowFunction({ name, args }, names, evaluate);
  return isLazy(name) ? callLazily({ name, args }, names, evaluate) : applied({ name, args }, names);
}

function applied({ name, args }: Omit<Call, 'kind'>, names: Names): Value {
  const known = functions.get(name);
  if (!known) throw new PowerFxError(`the function ${name} is not known`);
  if (args.length < known.fewest || args.length > known.most)
    throw new PowerFxError(`${name} does not take ${args.length} arguments`);
  if (!known.takesTables && args.some((each) => staticTypeOf(each) === 'table'))
    throw new PowerFxError(`${name} of a table is not known here`);
  const unit = args[known.enumerationAt ?? args.length];
  if (unit && staticTypeOf(unit) === 'text')
    throw new PowerFxError(`${name} takes a member of an enumeration, not text`);
  const constants = args.slice(known.constantFrom ?? args.length);
  if (!constants.every(isConstant))
    throw new PowerFxError(`${name} takes what stands there as it is and nothing that is made of others`);
  return known.apply(
    args.map((each) => evaluate(each, names)),
    names,
  );
}

const isConstant = (expression: Expression): boolean =>
  expression.kind === 'literal' ||
  (expression.kind === 'member' &&
    expression.of.kind === 'name' &&
    Object.hasOwn(enumerations, expression.of.name)) ||
  (expression.kind === 'binary' &&
    expression.sign === '&' &&
    isConstant(expression.left) &&
    isConstant(expression.right));
