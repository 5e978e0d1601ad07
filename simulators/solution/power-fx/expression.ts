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
  | { readonly kind: 'table'; readonly rows: readonly Expression[] };

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
  | '/';

/** The names with their members that an expression reads, such as `Global.Name`; functions are not among them. */
export function namesIn(expression: Expression): readonly string[] {
  const path = pathOf(expression);
  if (path !== undefined) return [path];
  switch (expression.kind) {
    case 'literal':
    case 'name':
      return [];
    case 'member':
    case 'unary':
      return namesIn(expression.of);
    case 'call':
      return expression.args.flatMap(namesIn);
    case 'binary':
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    case 'record':
      return expression.fields.flatMap(([, value]) => namesIn(value));
    case 'table':
      return expression.rows.flatMap(namesIn);
  }
}

/** `A.B.C` of nothing but names. */
function pathOf(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'member') return undefined;
  const owner = pathOf(expression.of);
  return owner === undefined ? undefined : `${owner}.${expression.name}`;
}
