import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';

const grammar = createRequire(import.meta.url).resolve('tree-sitter-bicep/tree-sitter-bicep.wasm');
await Parser.init();
const language = await Language.load(readFileSync(grammar));

export type Kind = 'param' | 'var' | 'resource' | 'module' | 'output';

export interface Declaration {
  readonly kind: Kind;
  readonly name: string;
  /** Of a resource its type and version, of a module its file. */
  readonly of: string;
  readonly isExisting: boolean;
  /** What it is set to; of a resource or module that depends on a condition or a loop, its object. */
  readonly value: Node | undefined;
}

export interface BicepFile {
  readonly root: Node;
  readonly declarations: readonly Declaration[];
}

const kinds: Readonly<Record<string, Kind>> = {
  parameter_declaration: 'param',
  variable_declaration: 'var',
  resource_declaration: 'resource',
  module_declaration: 'module',
  output_declaration: 'output',
};

export const childrenOf = (node: Node): readonly Node[] => node.namedChildren.filter((each) => each !== null);

export function parseBicep(text: string): BicepFile {
  const parser = new Parser();
  parser.setLanguage(language);
  const tree = parser.parse(text);
  if (tree === null) throw new Error('nothing was parsed');
  return { root: tree.rootNode, declarations: childrenOf(tree.rootNode).flatMap(declarationOf) };
}

function declarationOf(node: Node): readonly Declaration[] {
  const kind = kinds[node.type];
  if (kind === undefined) return [];
  const [name, second, ...rest] = childrenOf(node);
  if (kind === 'var') return [{ kind, name: name?.text ?? '', of: '', isExisting: false, value: second }];
  return [
    {
      kind,
      name: name?.text ?? '',
      of: second?.type === 'string' ? second.text.slice(1, -1) : '',
      isExisting: node.children.some((each) => each?.text === 'existing'),
      value: rest.at(-1) && bodyOf(rest.at(-1) as Node),
    },
  ];
}

/** The object behind conditions and loops. */
function bodyOf(node: Node): Node {
  const last = childrenOf(node).at(-1);
  return (node.type === 'if_statement' || node.type === 'for_statement') && last ? bodyOf(last) : node;
}

/** The properties of an object, by name; a name that is an expression is `*`. */
export function propertiesOf(object: Node): ReadonlyMap<string, Node> {
  return new Map(
    childrenOf(object)
      .filter(({ type }) => type === 'object_property')
      .flatMap((property) => {
        const [key, value] = childrenOf(property);
        if (!key || !value) return [];
        const isExpression = childrenOf(key).some(({ type }) => type === 'interpolation');
        return [[isExpression ? '*' : key.text.replaceAll(`'`, ''), value] as const];
      }),
  );
}

/** A node and all below it. */
export function* allOf(node: Node): Generator<Node> {
  yield node;
  for (const child of childrenOf(node)) yield* allOf(child);
}
