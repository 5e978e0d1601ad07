import type { MomentType } from './dates/moment.ts';
import type { Expression } from './expression.ts';
import { PowerFxError } from './value.ts';

/** What an expression is before it is evaluated; undefined where only its value tells. */
export type StaticType =
  | 'text'
  | 'number'
  | 'boolean'
  | 'blank'
  | 'record'
  | 'table'
  | MomentType
  | undefined;

const texts =
  'Text Concatenate Lower Upper Trim Left Right Mid Substitute Concat JSON Char Proper Replace TrimEnds EncodeUrl'.split(
    ' ',
  );
const numbers =
  'Value Len CountRows Find Abs Int Mod Sum Min Max Round RoundUp RoundDown Trunc Power Sqrt Pi Average CountIf DateDiff Year Month Day Hour Minute Second Weekday'.split(
    ' ',
  );
const booleans =
  'IsBlank IsEmpty IsError IsBlankOrError IsMatch Boolean IsToday StartsWith EndsWith And Or Not'.split(' ');
const tables =
  'Table FirstN LastN Filter ForAll Split Sort Distinct AddColumns DropColumns ShowColumns RenameColumns Sequence'.split(
    ' ',
  );
const moments: Readonly<Record<string, MomentType>> = {
  Now: 'DateTime',
  DateTime: 'DateTime',
  DateTimeValue: 'DateTime',
  Today: 'Date',
  Date: 'Date',
  DateValue: 'Date',
  EDate: 'Date',
  EOMonth: 'Date',
  Time: 'Time',
  TimeValue: 'Time',
};
const choosing = ['If', 'Switch', 'Coalesce', 'IfError'];

export function staticTypeOf(expression: Expression): StaticType {
  switch (expression.kind) {
    case 'literal':
      return literalType(expression.value);
    case 'unary':
      return expression.sign === 'not' ? 'boolean' : 'number';
    case 'binary':
      return binaryType(expression);
    case 'record':
      return 'record';
    case 'table':
      return 'table';
    case 'call':
      return callType(expression.name, expression.args);
    case 'name':
    case 'member':
    case 'as':
      return undefined;
  }
}

function literalType(value: string | number | boolean): StaticType {
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? 'number' : 'boolean';
}

type Binary = Extract<Expression, { readonly kind: 'binary' }>;

function binaryType({ sign, left, right }: Binary): StaticType {
  if (sign === '&') return 'text';
  if (sign !== '+' && sign !== '-') return ['*', '/', '^'].includes(sign) ? 'number' : 'boolean';
  // Sums with times are times, those of variables only their values tell.
  return [left, right].map(staticTypeOf).every((type) => type === 'number' || type === 'text')
    ? 'number'
    : undefined;
}

function callType(name: string, args: readonly Expression[]): StaticType {
  if (texts.includes(name)) return 'text';
  if (numbers.includes(name)) return 'number';
  if (booleans.includes(name)) return 'boolean';
  if (tables.includes(name)) return 'table';
  if (name === 'Blank') return 'blank';
  if (name === 'DateAdd') return args[0] && staticTypeOf(args[0]);
  if (Object.hasOwn(moments, name)) return moments[name];
  return choosing.includes(name) ? commonType(resultsOf(name, args)) : undefined;
}

/** The arguments of which one is the result. */
export function resultsOf(name: string, args: readonly Expression[]): readonly Expression[] {
  if (name === 'Coalesce' || name === 'IfError') return args;
  const first = name === 'If' ? 1 : 2;
  const hasOtherwise = (args.length - first) % 2 === 0;
  return args.filter(
    (_, at) => at >= first && ((at - first) % 2 === 0 || (hasOtherwise && at === args.length - 1)),
  );
}

/**
 * The type that all results get: that of the first whose type is known. Throws a {@link PowerFxError} where they
 * cannot be the same.
 */
export function commonType(results: readonly Expression[]): StaticType {
  const known = results.map(staticTypeOf).filter((type) => type !== undefined && type !== 'blank');
  const [first] = known;
  const isPlain = (type: StaticType) => type === 'text' || type === 'number' || type === 'boolean';
  const areAlike = known.every((type) => type === first || (isPlain(type) && isPlain(first)));
  const isSure = known.length < 2 || isPlain(first) || (first === 'record' && haveSameFields(results));
  if (!areAlike || !isSure) throw new PowerFxError('results of different types are not known here');
  return first;
}

/** Records that stand there as they are. */
function haveSameFields(results: readonly Expression[]): boolean {
  const records = results.filter((each) => staticTypeOf(each) === 'record');
  const fields = records.map((each) =>
    each.kind === 'record'
      ? each.fields
          .map(([name]) => name)
          .sort()
          .join(' ')
      : undefined,
  );
  return fields.every((each) => each !== undefined && each === fields[0]);
}
