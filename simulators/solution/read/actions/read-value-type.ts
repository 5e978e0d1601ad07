import { SolutionProblem } from '../../problem.ts';
import type { ValueType } from '../../value-type.ts';
import { asMap, mapAt, neededText } from '../yaml-fields.ts';
import type { MapNode, YamlNode } from '../yaml-node.ts';

const plainTypes = ['String', 'Number', 'Boolean', 'Date', 'DateTime', 'Time', 'Any'] as const;

/** A type as topics declare it: `Number`, or a record or table with its properties. */
export function valueTypeAt(map: MapNode, name: string): ValueType {
  const node = map.entries.get(name);
  if (!node) throw new SolutionProblem(map.place, `${name} is missing`);
  return typeIn(node);
}

function typeIn(node: YamlNode): ValueType {
  if (node.kind === 'scalar') {
    const type = plainTypes.find((each) => each === node.text);
    if (!type) throw new SolutionProblem(node.place, `the type ${node.text} is not known here`);
    return { kind: type };
  }
  const map = asMap(node, 'a type');
  // A property may have its type beside other fields, such as its display name.
  const inner = map.entries.get('type');
  if (inner && !map.entries.has('kind')) return typeIn(inner);
  const kind = neededText(map, 'kind');
  if (kind !== 'Record' && kind !== 'Table')
    return typeIn({ kind: 'scalar', place: map.place, value: kind, text: kind });
  const properties = [...(mapAt(map, 'properties')?.entries ?? [])];
  return { kind, properties: new Map(properties.map(([key, type]) => [key, typeIn(type)])) };
}
