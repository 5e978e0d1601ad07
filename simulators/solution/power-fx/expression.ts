/** The tree of an expression. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'unary'; readonly sign: UnarySign; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly sign: BinarySign;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'record'; readonly fields: readonly (readonly [string, Expression])[] }
  | { readonly kind: 'table'; readonly rows: readonly Expression[] }
  /** A table whose rows have a name: `Orders As Order`. */
  | { readonly kind: 'as'; readonly of: Expression; readonly name: string };

export type UnarySign = '-' | 'not';
export type BinarySign =
  | 'or'
  | 'and'
  | 'in'
  | 'exactin'
  | '='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | '&'
  | '+'
  | '-'
  | '*'
  | '/'
  | '^';

/** The expressions that it is made of. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'name':
      return [];
    case 'member':
    case 'unary':
    case 'as':
      return [expression.of];
    case 'call':
      return expression.args;
    case 'binary':
      return [expression.left, expression.right];
    case 'record':
      return expression.fields.map(([, value]) => value);
    case 'table':
      return expression.rows;
  }
}

/** The names with their members that an expression reads, such as `Global.Name`; functions are not among them. */
export function namesIn(expression: Expression): readonly string[] {
  const path = pathOf(expression);
  return path === undefined ? childrenOf(expression).flatMap(namesIn) : [path];
}

/** `A.B.C` of nothing but names. */
function pathOf(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'member') return undefined;
  const owner = pathOf(expression.of);
  return owner === undefined ? undefined : `${owner}.${expression.name}`;
}
