import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { type SourceFile, sourceFiles } from './source-files.ts';

/** State of a module that no factory owns, and why. */
const reasons: Readonly<Record<string, string>> = {
  'src/adapters/http/requests/read-json.ts: inputParsed':
    'a turn of the event loop, of which a process has one',
  'src/adapters/storage/record/lane-bytes.ts: sums':
    'derived from values that never change, and gone with them',
  'src/application/ports/message-weight.ts: weights':
    'derived from values that never change, and gone with them',
};

const changing =
  /^(set|add|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|resolve|reject)$/;

/** What a module can change of itself while it runs: variables, and constants whose content it changes. */
function stateOf({ path, text }: SourceFile): readonly string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const constants = new Set<string>();
  const found = new Set<string>();
  for (const statement of source.statements) {
    if (ts.isClassDeclaration(statement)) for (const name of changingStatics(statement)) found.add(name);
    if (!ts.isVariableStatement(statement)) continue;
    const isConstant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    for (const { name } of statement.declarationList.declarations)
      (isConstant ? constants : found).add(name.getText());
  }
  const visit = (node: ts.Node): void => {
    const changed = changedBy(node);
    if (changed !== undefined && constants.has(changed)) found.add(changed);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found].map((name) => `${path}: ${name}`);
}

function changingStatics({ members }: ts.ClassDeclaration): readonly string[] {
  return members
    .filter(ts.isPropertyDeclaration)
    .filter(({ modifiers = [] }) => {
      const kinds = modifiers.map(({ kind }) => kind);
      return kinds.includes(ts.SyntaxKind.StaticKeyword) && !kinds.includes(ts.SyntaxKind.ReadonlyKeyword);
    })
    .map(({ name }) => name.getText());
}

/** The name whose content this call or assignment changes. */
function changedBy(node: ts.Node): string | undefined {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return changing.test(node.expression.name.text) ? ownerOf(node.expression) : undefined;
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return ownerOf(node.operand);
  if (ts.isDeleteExpression(node)) return ownerOf(node.expression);
  const isAssignment =
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  return isAssignment ? ownerOf(node.left) : undefined;
}

function ownerOf(target: ts.Expression): string | undefined {
  if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) return undefined;
  const { expression } = target;
  return ts.isIdentifier(expression) ? expression.text : ownerOf(expression);
}

describe('State', () => {
  test('is owned by factories, but for what is named here', async () => {
    const service = await sourceFiles('src');
    expect(service.length).toBeGreaterThan(200);
    expect(service.flatMap(stateOf).toSorted()).toEqual(Object.keys(reasons).toSorted());
  });

  test.each([
    ['a variable', 'let last = 0;\nexport const next = () => ++last;', 'last'],
    ['a cache', 'const seen = new Map();\nexport const see = (id) => seen.set(id, 1);', 'seen'],
    ['a list', 'const all = [];\nexport const add = (one) => void all.push(one);', 'all'],
    ['an object', 'const state = { count: 0 };\nexport const count = () => { state.count += 1; };', 'state'],
    ['a place of a list', 'const slots = [0];\nexport const take = () => { slots[0] = 1; };', 'slots'],
    [
      'a counter in an object',
      'const state = { count: 0 };\nexport const count = () => state.count++;',
      'state',
    ],
    ['a field of a class', 'export class Lane { static #last = 0; }', '#last'],
  ])('of a module is noticed: %s', (_, text, name) => {
    expect(stateOf({ path: 'src/probe.ts', text })).toEqual([`src/probe.ts: ${name}`]);
  });

  test.each([
    ['a constant', 'const kinds = new Set([1]);\nexport const isKind = (kind) => kinds.has(kind);'],
    ['of a factory', 'export function cache() { const seen = new Map(); return (id) => seen.set(id, 1); }'],
  ])('of a module is not %s', (_, text) => {
    expect(stateOf({ path: 'src/probe.ts', text })).toEqual([]);
  });
});
