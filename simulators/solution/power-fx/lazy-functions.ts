import { choice } from './choices.ts';
import type { Expression } from './expression.ts';
import type { Names } from './names.ts';
import { asBoolean, isRecord, PowerFxError, PowerFxFailure, typeOf, type Value } from './value.ts';

type Evaluate = (expression: Expression, names: Names) => Value;

interface Call {
  readonly name: string;
  readonly args: readonly Expression[];
}

interface Given {
  readonly call: Call;
  readonly names: Names;
  readonly evaluate: Evaluate;
  of(expression: Expression): Value;
}

/** Functions that evaluate their arguments only as far as they need to, or where an error is no end. */
const lazyFunctions: Readonly<Record<string, (given: Given) => Value>> = {
  If: ({ call, names, evaluate }) => choice({ name: 'If', args: call.args }, names, evaluate),
  Switch: ({ call, names, evaluate }) => choice({ name: 'Switch', args: call.args }, names, evaluate),
  Coalesce: ({ call, names, evaluate }) => choice({ name: 'Coalesce', args: call.args }, names, evaluate),
  IfError: ({ call, names, evaluate }) => choice({ name: 'IfError', args: call.args }, names, evaluate),
  And: ({ call: { args }, of }) => args.every((each) => asBoolean(of(each))),
  Or: ({ call: { args }, of }) => args.some((each) => asBoolean(of(each))),
  Not: ({ call, of }) => !asBoolean(of(only(call))),
  IsError: ({ call, of }) => failed(() => of(only(call))),
  IsBlankOrError: ({ call, of }) =>
    failed(() => of(only(call))) || [null, ''].includes(of(only(call)) as string | null),
  With: ({ call, names, evaluate }) => within(call, names, evaluate),
};

export const lazyNames: readonly string[] = Object.keys(lazyFunctions);
export const isLazy = (name: string): boolean => Object.hasOwn(lazyFunctions, name);

export function callLazily(call: Call, names: Names, evaluate: Evaluate): Value {
  const apply = lazyFunctions[call.name];
  if (!apply) throw new PowerFxError(`the function ${call.name} is not known`);
  return apply({ call, names, evaluate, of: (expression) => evaluate(expression, names) });
}

/** Whether Power Fx makes an error of it; what is not known here is none. */
function failed(work: () => Value): boolean {
  try {
    work();
    return false;
  } catch (cause) {
    if (cause instanceof PowerFxFailure) return true;
    throw cause;
  }
}

/** The fields of a record are names by themselves. */
function within({ args }: Call, names: Names, evaluate: Evaluate): Value {
  const [record, what] = args;
  if (!record || !what || args.length !== 2)
    throw new PowerFxError(`With does not take ${args.length} arguments`);
  const value = evaluate(record, names);
  if (!isRecord(value)) throw new PowerFxError(`${typeOf(value)} is not a record`);
  return evaluate(what, {
    ...names,
    scope: (name) =>
      Object.hasOwn(value, name) ? { kind: 'value', value: value[name] ?? null } : names.scope(name),
  });
}

function only({ name, args }: Call): Expression {
  const [first] = args;
  if (first === undefined || args.length !== 1)
    throw new PowerFxError(`${name} does not take ${args.length} arguments`);
  return first;
}
