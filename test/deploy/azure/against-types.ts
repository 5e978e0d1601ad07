import { readFileSync } from 'node:fs';
import type { Node } from 'web-tree-sitter';
import { type BicepFile, childrenOf, type Declaration, propertiesOf } from './bicep-file.ts';

/** A scalar's kind or its values with `|`, a list of one, or an object whose required names end with `!`. */
type Shape = string | readonly [Shape] | Names;
interface Names {
  readonly [name: string]: Shape;
}

const types: Readonly<Record<string, { readonly takes: Names }>> = JSON.parse(
  readFileSync(new URL('./resource-types.json', import.meta.url), 'utf8'),
);

/** What the language itself knows of a resource. */
const place = { 'name!': 'string', parent: 'any', scope: 'any' };

type Told = { readonly file: BicepFile; readonly found: string[] };

/** What a resource is given that its type does not take, and what it lacks. */
export function resourceFindings(
  file: BicepFile,
  { name, of, isExisting, value }: Declaration,
): readonly string[] {
  const found: string[] = [];
  const type = types[of];
  if (type === undefined) return [`${name}: ${of} is not among the resource types`];
  const shape: Shape = isExisting ? place : { ...type.takes, ...place, dependsOn: ['any'] };
  if (value) compare(value, shape, { file, found, at: name });
  return found;
}

function compare(node: Node, shape: Shape, told: Told & { readonly at: string }): void {
  if (shape === 'any' || shape === 'object') return;
  const plain = unwrapped(node, told.file);
  if (plain.type === 'ternary_expression') {
    for (const branch of childrenOf(plain).slice(1)) compare(branch, shape, told);
  } else if (plain.type === 'object') compareObject(plain, shape, told);
  else if (plain.type === 'array') compareArray(plain, shape, told);
  else compareScalar(plain, shape, told);
}

function compareObject(node: Node, shape: Shape, told: Told & { readonly at: string }): void {
  const { at, found } = told;
  if (typeof shape === 'string' || Array.isArray(shape)) {
    found.push(`${at}: an object, where ${JSON.stringify(shape)} belongs`);
    return;
  }
  const names = shape as Names;
  const given = propertiesOf(node);
  for (const [name, value] of given) {
    const inner = names[name] ?? names[`${name}!`] ?? names['*'];
    if (inner === undefined) found.push(`${at}.${name}: there is no such property`);
    else compare(value, inner, { ...told, at: `${at}.${name}` });
  }
  for (const name of Object.keys(names).filter((each) => each.endsWith('!'))) {
    if (!given.has(name.slice(0, -1))) found.push(`${at}.${name.slice(0, -1)}: is required`);
  }
}

function compareArray(node: Node, shape: Shape, told: Told & { readonly at: string }): void {
  if (!Array.isArray(shape)) {
    told.found.push(`${told.at}: a list, where ${JSON.stringify(shape)} belongs`);
    return;
  }
  for (const each of childrenOf(node)) {
    const element = each.type === 'for_statement' ? childrenOf(each).at(-1) : each;
    if (element) compare(element, shape[0], { ...told, at: `${told.at}[]` });
  }
}

const literals: Readonly<Record<string, readonly string[]>> = {
  number: ['number'],
  boolean: ['boolean'],
  string: ['string', 'timespan', 'datetime', 'uuid', 'bytearray'],
};

function compareScalar(node: Node, shape: Shape, { at, found }: Told & { readonly at: string }): void {
  const fitting = literals[node.type];
  if (fitting === undefined) return;
  const isChoice = typeof shape === 'string' && shape.includes('|');
  const fits = isChoice
    ? shape.split('|').includes(node.text.replaceAll(`'`, ''))
    : typeof shape === 'string' && fitting.includes(shape);
  if (!fits) found.push(`${at}: ${node.text}, where ${JSON.stringify(shape)} belongs`);
}

/** Without parentheses, and the value of a variable in place of its name. */
function unwrapped(node: Node, file: BicepFile): Node {
  const [first] = childrenOf(node);
  if (node.type === 'parenthesized_expression' && first) return unwrapped(first, file);
  if (node.type === 'for_statement') return node;
  if (node.type !== 'identifier') return node;
  const declared = file.declarations.find(({ kind, name }) => kind === 'var' && name === node.text);
  return declared?.value ? unwrapped(declared.value, file) : node;
}
