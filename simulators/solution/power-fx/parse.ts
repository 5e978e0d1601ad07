import { closingBrace } from './closing-brace.ts';
import { type Cursor, cursorOf, unexpected } from './cursor.ts';
import type { BinarySign, Expression } from './expression.ts';
import { interpolated } from './interpolation.ts';
import type { Token } from './tokens.ts';
import { PowerFxError } from './value.ts';

const longest = 10_000;
const deepest = 64;

/** From loose to tight; all of them group to the left. */
const binding: ReadonlyMap<string, readonly [number, BinarySign]> = new Map([
  ['||', [1, 'or']],
  ['Or', [1, 'or']],
  ['&&', [2, 'and']],
  ['And', [2, 'and']],
  ['in', [4, 'in']],
  ['exactin', [4, 'exactin']],
  ['=', [5, '=']],
  ['<>', [5, '<>']],
  ['<', [6, '<']],
  ['<=', [6, '<=']],
  ['>', [6, '>']],
  ['>=', [6, '>=']],
  ['&', [7, '&']],
  ['+', [8, '+']],
  ['-', [8, '-']],
  ['*', [9, '*']],
  ['/', [9, '/']],
  ['^', [11, '^']],
]);
const notBinding = 3;
const signBinding = 10;

/** Reads an expression, without the `=` that precedes it in a topic. Throws a {@link PowerFxError}. */
export function parseExpression(source: string): Expression {
  if (source.length > longest) throw new PowerFxError(`longer than ${longest} characters`);
  const cursor = cursorOf(source);
  const result = expression(cursor, 0, 0);
  if (cursor.peek().kind !== 'end') throw unexpected(cursor.peek(), 'the end');
  return result;
}

/** The expression that begins at `start`, and where the brace that closes it is. */
export function parseUpToBrace(
  source: string,
  start: number,
): { readonly expression: Expression; readonly end: number } {
  const end = closingBrace(source, start);
  return { expression: parseExpression(source.slice(start, end)), end };
}

/** What binds tighter than `loosest`. */
function expression(cursor: Cursor, loosest: number, depth: number): Expression {
  if (depth > deepest) throw new PowerFxError(`nested deeper than ${deepest}`);
  let left = members(cursor, operand(cursor, depth));
  for (;;) {
    const token = cursor.peek();
    const known = token.kind === 'sign' || token.kind === 'name' ? binding.get(token.value) : undefined;
    if (known === undefined || known[0] <= loosest) return left;
    cursor.take();
    left = { kind: 'binary', sign: known[1], left, right: expression(cursor, known[0], depth + 1) };
  }
}

function members(cursor: Cursor, of: Expression): Expression {
  let result = of;
  while (cursor.isSign('.')) {
    cursor.take();
    const name = cursor.take();
    if (name.kind !== 'name') throw unexpected(name, 'a name');
    result = { kind: 'member', of: result, name: name.value };
  }
  return result;
}

function operand(cursor: Cursor, depth: number): Expression {
  const token = cursor.peek();
  switch (token.kind) {
    case 'text':
    case 'number':
      cursor.take();
      return { kind: 'literal', value: token.value };
    case 'interpolated':
      cursor.take();
      return interpolated(token, (source) => parseExpression(source));
    case 'name':
      cursor.take();
      return named(cursor, token.value, depth);
    case 'sign':
      return signed(cursor, token, depth);
    case 'end':
      throw unexpected(token, 'a value');
  }
}

function named(cursor: Cursor, name: string, depth: number): Expression {
  const inner = () => expression(cursor, 0, depth + 1);
  if (cursor.isSign('('))
    return { kind: 'call', name, args: cursor.list('(', ')', () => withAlias(cursor, inner())) };
  if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' };
  if (name === 'Not') return { kind: 'unary', sign: 'not', of: expression(cursor, notBinding, depth + 1) };
  if (binding.has(name)) throw new PowerFxError(`"${name}" needs a value before it`);
  return { kind: 'name', name };
}

/** `Orders As Order` */
function withAlias(cursor: Cursor, of: Expression): Expression {
  const next = cursor.peek();
  if (next.kind !== 'name' || next.value !== 'As') return of;
  cursor.take();
  const name = cursor.take();
  if (name.kind !== 'name') throw unexpected(name, 'a name');
  return { kind: 'as', of, name: name.value };
}

/** A value that begins with a sign. */
function signed(cursor: Cursor, token: Token, depth: number): Expression {
  const inner = () => expression(cursor, 0, depth + 1);
  switch (token.value) {
    case '(': {
      cursor.take();
      const result = inner();
      cursor.expect(')');
      return result;
    }
    case '-':
    case '!':
      cursor.take();
      return {
        kind: 'unary',
        sign: token.value === '-' ? '-' : 'not',
        of: expression(cursor, signBinding, depth + 1),
      };
    case '{':
      return { kind: 'record', fields: cursor.list('{', '}', () => field(cursor, inner)) };
    case '[':
      return { kind: 'table', rows: cursor.list('[', ']', inner) };
    default:
      throw unexpected(token, 'a value');
  }
}

function field(cursor: Cursor, inner: () => Expression): readonly [string, Expression] {
  const name = cursor.take();
  if (name.kind !== 'name' && name.kind !== 'text') throw unexpected(name, 'the name of a field');
  cursor.expect(':');
  return [name.value, inner()];
}
