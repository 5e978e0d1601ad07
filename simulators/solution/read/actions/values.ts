import type { InputBinding, Interruption, OutputBinding, VariableName } from '../../action.ts';
import { type Formula, formulaOf } from '../../formula.ts';
import { SolutionProblem } from '../../problem.ts';
import { asTextNode, booleanAt, listAt, mapAt, neededText, onlyKnown } from '../yaml-fields.ts';
import type { MapNode, YamlNode } from '../yaml-node.ts';

/** What any action may have without a meaning for how it is played. */
export const plain = [
  'kind',
  'id',
  'displayName',
  'disabled',
  'conversationOutcome',
  'description',
  'latencyMessageSettings',
  'voiceInputSettings',
  'holdSettings',
];

function scalarOf(node: YamlNode, what: string): string | number | boolean | null {
  if (node.kind !== 'scalar')
    throw new SolutionProblem(node.place, `${what} has to be one value or an expression`);
  return node.value;
}

export function formulaAt(map: MapNode, name: string): Formula {
  const formula = optionalFormulaAt(map, name);
  if (!formula) throw new SolutionProblem(map.place, `${name} is missing`);
  return formula;
}

export function optionalFormulaAt(map: MapNode, name: string): Formula | undefined {
  const node = map.entries.get(name);
  return node && formulaOf(scalarOf(node, name), node.place);
}

export function variableAt(map: MapNode, name = 'variable'): VariableName {
  return variableIn(neededText(map, name), map.entries.get(name) ?? map);
}

export function optionalVariableAt(map: MapNode, name: string): VariableName | undefined {
  return map.entries.has(name) ? variableAt(map, name) : undefined;
}

/** `init:Topic.Name`, `Topic.Order.Id`, `Global.Name`, `System.Recognizer.SelectedIntent`. */
function variableIn(text: string, node: YamlNode): VariableName {
  const [scope, ...path] = text.replace(/^init:/, '').split('.');
  const isName = path.length > 0 && path.every((part) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(part));
  if ((scope !== 'Topic' && scope !== 'Global' && scope !== 'System') || !isName)
    throw new SolutionProblem(node.place, `the variable ${text} is not known here`);
  return { scope, path };
}

interface Bindings {
  readonly input: InputBinding;
  readonly output: OutputBinding;
}

export function bindingsOf(map: MapNode): Bindings {
  const entriesOf = (name: string): readonly (readonly [string, YamlNode])[] => {
    const part = mapAt(map, name);
    if (!part) return [];
    onlyKnown(part, name, ['kind', 'binding']);
    return [...(mapAt(part, 'binding')?.entries ?? [])];
  };
  return {
    input: new Map(
      entriesOf('input').map(([name, node]) => [name, formulaOf(scalarOf(node, name), node.place)]),
    ),
    output: new Map(
      entriesOf('output').map(([name, node]) => [
        name,
        { variable: variableIn(asTextNode(node, name), node), place: node.place },
      ]),
    ),
  };
}

export function interruptionOf(map: MapNode): Interruption {
  const policy = mapAt(map, 'interruptionPolicy');
  if (!policy) return { isAllowed: true, topics: undefined };
  onlyKnown(policy, 'interruptionPolicy', ['kind', 'allowInterruption', 'interruptionTopicListFilter']);
  const isAllowed = booleanAt(policy, 'allowInterruption', true);
  const filter = mapAt(policy, 'interruptionTopicListFilter');
  if (!filter) return { isAllowed, topics: undefined };
  onlyKnown(filter, 'interruptionTopicListFilter', ['kind', 'allowedInterruptTopics']);
  const topics = listAt(filter, 'allowedInterruptTopics').map((node) => ({
    schemaName: asTextNode(node, 'a topic'),
    place: node.place,
  }));
  return { isAllowed, topics };
}

/** The names of variables that stand anywhere in a node, also where they cannot be read as expressions. */
export function namesAnywhereIn(node: YamlNode): readonly string[] {
  switch (node.kind) {
    case 'scalar':
      return node.text.match(/\b(?:Topic|Global)\.[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
    case 'list':
      return node.items.flatMap(namesAnywhereIn);
    case 'map':
      return [...node.entries].flatMap(([name, inner]) => (name === 'output' ? [] : namesAnywhereIn(inner)));
  }
}
