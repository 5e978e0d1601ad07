import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type Place, SolutionProblem } from '../problem.ts';

/** YAML with the line of each part. */
export type YamlNode = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly value: string | number | boolean | null;
  /** As it stands in the file, without quotes: `007` where the value is 7. */
  readonly text: string;
}

export interface ListNode {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly YamlNode[];
}

export interface MapNode {
  readonly kind: 'map';
  readonly place: Place;
  readonly entries: ReadonlyMap<string, YamlNode>;
}

const deepest = 100;

/** Copilot Studio writes keys such as `@odata.nextLink` without quotes, with which no YAML begins a key. */
const bareKey = /^([ \t]*(?:- )*)(@[^\s:"']+)(?=:(?:\s|$))/gm;

/** Throws a {@link SolutionProblem} for text that is not YAML, and for aliases, which no export contains. */
export function parseYaml(file: string, text: string): YamlNode {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(bareKey, '$1"$2"'), { lineCounter: lines, uniqueKeys: true });
  const [broken] = document.errors;
  const lineAt = (offset: number) => lines.linePos(offset).line || 1;
  if (broken) {
    const [what = broken.message] = broken.message.split(/ at line|:\n|\n/);
    throw new SolutionProblem({ file, line: lineAt(broken.pos[0]) }, `is not YAML: ${what}`);
  }
  const placeOf = (node: Node): Place => ({ file, line: lineAt(node.range?.[0] ?? 0) });
  return convert(document.contents, { file, line: 1 }, { placeOf, depth: 0 });
}

interface Position {
  readonly placeOf: (node: Node) => Place;
  readonly depth: number;
}

function convert(node: unknown, parent: Place, { placeOf, depth }: Position): YamlNode {
  const inner = { placeOf, depth: depth + 1 };
  if (depth > deepest) throw new SolutionProblem(parent, `is nested deeper than ${deepest}`);
  if (node === null || node === undefined) return { kind: 'scalar', place: parent, value: null, text: '' };
  if (isMap(node)) {
    const place = placeOf(node);
    const entries = node.items.map(({ key, value }): readonly [string, YamlNode] => {
      const keyPlace = isScalar(key) ? placeOf(key) : place;
      return [isScalar(key) ? String(key.value) : '', convert(value, keyPlace, inner)];
    });
    return { kind: 'map', place, entries: new Map(entries) };
  }
  if (isSeq(node)) {
    const place = placeOf(node);
    return { kind: 'list', place, items: node.items.map((item) => convert(item, place, inner)) };
  }
  if (isScalar(node)) {
    const value = scalarOf(node.value);
    const text = typeof value === 'string' ? value : (node.source ?? String(value ?? ''));
    return { kind: 'scalar', place: placeOf(node), value, text };
  }
  if (isAlias(node)) throw new SolutionProblem(placeOf(node), 'has an alias, which an export never has');
  throw new SolutionProblem(parent, 'is not understood');
}

function scalarOf(value: unknown): ScalarNode['value'] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : String(value);
}
