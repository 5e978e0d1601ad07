import { SolutionProblem } from '../problem.ts';
import type { MapNode, YamlNode } from './yaml-node.ts';

/** The fields of a map; each getter throws a {@link SolutionProblem} that names the field when its type is wrong. */

export function asMap(node: YamlNode, what: string): MapNode {
  if (node.kind !== 'map') throw new SolutionProblem(node.place, `${what} has to be a map`);
  return node;
}

export function mapAt(map: MapNode, name: string): MapNode | undefined {
  const node = map.entries.get(name);
  return node && !isNothing(node) ? asMap(node, name) : undefined;
}

export function listAt(map: MapNode, name: string): readonly YamlNode[] {
  const node = map.entries.get(name);
  if (!node || isNothing(node)) return [];
  if (node.kind !== 'list') throw new SolutionProblem(node.place, `${name} has to be a list`);
  return node.items;
}

export function textAt(map: MapNode, name: string): string | undefined {
  const node = map.entries.get(name);
  if (!node || isNothing(node)) return undefined;
  return asTextNode(node, name);
}

export function asTextNode(node: YamlNode, what: string): string {
  if (node.kind !== 'scalar' || node.value === null)
    throw new SolutionProblem(node.place, `${what} has to be text`);
  return node.text;
}

/** A text that may be written as `~` or `null`; empty when there is nothing. */
export function anyText(node: YamlNode, what: string): string {
  if (node.kind !== 'scalar') throw new SolutionProblem(node.place, `${what} has to be text`);
  return node.text;
}

/** A whole number, or undefined. */
export function numberAt(map: MapNode, name: string): number | undefined {
  const node = map.entries.get(name);
  if (!node || isNothing(node)) return undefined;
  if (node.kind !== 'scalar' || typeof node.value !== 'number')
    throw new SolutionProblem(node.place, `${name} has to be a number; an expression is not known here`);
  return node.value;
}

export function neededText(map: MapNode, name: string): string {
  const text = textAt(map, name);
  if (text === undefined) throw new SolutionProblem(map.place, `${name} is missing`);
  return text;
}

export function booleanAt(map: MapNode, name: string, otherwise: boolean): boolean {
  const node = map.entries.get(name);
  if (!node || isNothing(node)) return otherwise;
  if (node.kind !== 'scalar' || typeof node.value !== 'boolean')
    throw new SolutionProblem(node.place, `${name} has to be true or false; an expression is not known here`);
  return node.value;
}

/** Throws when the map has a field that is not among the known ones: to leave it out would be a guess. */
export function onlyKnown(map: MapNode, what: string, known: readonly string[]): void {
  for (const [name, node] of map.entries) {
    if (!known.includes(name))
      throw new SolutionProblem(node.place, `${what} has "${name}", which is not known here`);
  }
}

const isNothing = (node: YamlNode): boolean => node.kind === 'scalar' && node.value === null;
