import type { Node } from 'web-tree-sitter';
import { resourceFindings } from './against-types.ts';
import {
  allOf,
  type BicepFile,
  childrenOf,
  type Declaration,
  parseBicep,
  propertiesOf,
} from './bicep-file.ts';

/** Functions of Bicep that are used here. */
const functions = new Set([
  ...['concat', 'empty', 'guid', 'items', 'json', 'listKeys', 'resourceGroup', 'string', 'subscription'],
  ...['subscriptionResourceId', 'take', 'toLower', 'union', 'uniqueString'],
]);
const decorators = new Set([
  'description',
  'secure',
  'minLength',
  'maxLength',
  'minValue',
  'maxValue',
  'allowed',
]);

/**
 * What the compiler would refuse, as far as it can be told without it: syntax, names, resource types with their properties,
 * parameters and outputs of modules; and what its linter would warn of: what is declared and not used. By file name.
 */
export function bicepFindings(texts: ReadonlyMap<string, string>): readonly string[] {
  const files = new Map([...texts].map(([name, text]) => [name, parseBicep(text)]));
  return [...files].flatMap(([name, file]) =>
    [
      ...syntaxFindings(file),
      ...nameFindings(file),
      ...file.declarations
        .filter(({ kind }) => kind === 'resource')
        .flatMap((each) => resourceFindings(file, each)),
      ...moduleFindings(file, files),
    ].map((finding) => `${name}: ${finding}`),
  );
}

const syntaxFindings = ({ root }: BicepFile): readonly string[] =>
  [...allOf(root)]
    .filter(({ isError, isMissing }) => isError || isMissing)
    .map(
      ({ startPosition, text }) => `line ${startPosition.row + 1} is not understood: ${text.slice(0, 40)}`,
    );

function nameFindings({ root, declarations }: BicepFile): readonly string[] {
  const nodes = [...allOf(root)];
  const loops = nodes.filter(({ type }) => type === 'for_statement').map((node) => childrenOf(node)[0]?.text);
  const declared = new Set([...declarations.map(({ name }) => name), ...loops]);
  const used = nodes.filter(isUse).map(({ text }) => text);
  const called = nodes.filter(({ type }) => type === 'call_expression').map((node) => childrenOf(node)[0]);
  return [
    ...used.filter((name) => !declared.has(name)).map((name) => `${name} is not declared`),
    ...declarations
      .filter(({ kind, name }) => (kind === 'param' || kind === 'var') && !used.includes(name))
      .map(({ name }) => `${name} is not used`),
    ...called
      .map((each) => (each?.type === 'member_expression' ? childrenOf(each).at(-1)?.text : each?.text) ?? '')
      .filter((name) => !functions.has(name) && !decorators.has(name))
      .map((name) => `${name}() is not a known function`),
  ];
}

/** Whether an identifier stands for something that is declared elsewhere. */
function isUse(node: Node): boolean {
  const { parent, type } = node;
  if (type !== 'identifier' || parent === null) return false;
  const isFirst = childrenOf(parent)[0]?.equals(node) ?? false;
  const names = ['object_property', 'call_expression', 'for_statement'];
  return !(isFirst && (names.includes(parent.type) || parent.type.endsWith('_declaration')));
}

function moduleFindings(file: BicepFile, files: ReadonlyMap<string, BicepFile>): readonly string[] {
  const modules = file.declarations.filter(({ kind }) => kind === 'module');
  return modules.flatMap((module) => {
    const called = files.get(module.of);
    if (called === undefined) return [`${module.name}: there is no ${module.of}`];
    return [...parameterFindings(module, called), ...outputFindings(file, module, called)];
  });
}

function parameterFindings({ name, value }: Declaration, called: BicepFile): readonly string[] {
  const params = called.declarations.filter(({ kind }) => kind === 'param');
  const object = value && propertiesOf(value).get('params');
  const given = new Set(object ? propertiesOf(object).keys() : []);
  return [
    ...[...given]
      .filter((each) => !params.some((param) => param.name === each))
      .map((each) => `${name} has no parameter ${each}`),
    ...params
      .filter((param) => param.value === undefined && !given.has(param.name))
      .map((param) => `${name} lacks its parameter ${param.name}`),
  ];
}

function outputFindings(file: BicepFile, { name }: Declaration, called: BicepFile): readonly string[] {
  const outputs = called.declarations.filter(({ kind }) => kind === 'output').map((each) => each.name);
  const asked = file.root.text.matchAll(new RegExp(`\\b${name}\\.outputs\\.(\\w+)`, 'g'));
  return [...asked].flatMap(([, output = '']) =>
    outputs.includes(output) ? [] : [`${name} has no output ${output}`],
  );
}
