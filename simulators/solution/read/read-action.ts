import type { Action, Branch, InputBinding, Interruption, OutputBinding, VariableName } from '../action.ts';
import { type Formula, formulaOf, type Text, textOf } from '../formula.ts';
import { SolutionProblem } from '../problem.ts';
import { asMap, asTextNode, booleanAt, listAt, mapAt, neededText, onlyKnown, textAt } from './yaml-fields.ts';
import type { MapNode, YamlNode } from './yaml-node.ts';

/** What any action may have without a meaning for how it is played. */
const plain = ['kind', 'id', 'displayName', 'disabled', 'conversationOutcome'];

/** Actions as a topic lists them, without those that are disabled. One that is not known becomes one that says so. */
export function readActions(nodes: readonly YamlNode[]): readonly Action[] {
  return nodes.flatMap((node) => {
    const map = asMap(node, 'an action');
    if (map.entries.has('disabled') && booleanAt(map, 'disabled', false)) return [];
    return [readAction(map)];
  });
}

function readAction(map: MapNode): Action {
  const { place } = map;
  const common = { id: textAt(map, 'id') ?? `line ${place.line}`, place };
  const kind = neededText(map, 'kind');
  try {
    return { ...common, ...partsOf(kind, map) };
  } catch (cause) {
    if (!(cause instanceof SolutionProblem)) throw cause;
    return { id: common.id, place: cause.place, kind: 'unknown', why: cause.what };
  }
}

type Parts<Kind = Action> = Kind extends Action ? Omit<Kind, 'id' | 'place'> : never;

function partsOf(kind: string, map: MapNode): Parts {
  const only = (...known: readonly string[]) => onlyKnown(map, kind, [...plain, ...known]);
  switch (kind) {
    case 'SendActivity':
      only('activity');
      return { kind, text: messageAt(map, 'activity') };
    case 'Question':
      return readQuestion(map);
    case 'CSATQuestion':
      return { kind };
    case 'ConditionGroup':
      only('conditions', 'elseActions');
      return {
        kind,
        branches: listAt(map, 'conditions').map(readBranch),
        otherwise: readActions(listAt(map, 'elseActions')),
      };
    case 'InvokeSkillAction':
      return readSkillCall(map);
    case 'BeginDialog':
    case 'ReplaceDialog':
      only('dialog', 'input', 'output');
      return { kind, dialog: neededText(map, 'dialog'), ...bindingsOf(map) };
    case 'SetVariable':
      only('variable', 'value');
      return { kind, variable: variableAt(map), value: formulaAt(map, 'value') };
    case 'SetTextVariable':
      only('variable', 'value');
      return { kind, variable: variableAt(map), value: messageAt(map, 'value') };
    case 'LogCustomTelemetryEvent':
      only('eventName', 'properties');
      return { kind, properties: map.entries.has('properties') ? formulaAt(map, 'properties') : undefined };
    case 'GotoAction':
      only('actionId');
      return { kind, actionId: neededText(map, 'actionId') };
    case 'EndDialog':
    case 'EndConversation':
    case 'CancelAllDialogs':
      only();
      return { kind };
    case 'ClearAllVariables':
      only('variables');
      return clearing(map);
    default:
      throw new SolutionProblem(map.place, `the action ${kind} is not known here`);
  }
}

/** Those of the conversation are the ones that there are here. */
function clearing(map: MapNode): Parts {
  const which = textAt(map, 'variables') ?? 'ConversationScopedVariables';
  if (which !== 'ConversationScopedVariables')
    throw new SolutionProblem(map.place, `clearing ${which} is not known here`);
  return { kind: 'ClearAllVariables' };
}

function readQuestion(map: MapNode): Parts {
  onlyKnown(map, 'Question', [
    ...plain,
    'variable',
    'prompt',
    'entity',
    'alwaysPrompt',
    'interruptionPolicy',
  ]);
  const entity = neededText(map, 'entity');
  if (entity !== 'StringPrebuiltEntity' && entity !== 'BooleanPrebuiltEntity')
    throw new SolutionProblem(
      map.entries.get('entity')?.place ?? map.place,
      `the entity ${entity} is not known here`,
    );
  return {
    kind: 'Question',
    variable: variableAt(map),
    prompt: messageAt(map, 'prompt'),
    entity: entity === 'StringPrebuiltEntity' ? 'String' : 'Boolean',
    alwaysPrompt: booleanAt(map, 'alwaysPrompt', false),
    interruption: interruptionOf(map),
  };
}

function readSkillCall(map: MapNode): Parts {
  onlyKnown(map, 'InvokeSkillAction', [
    ...plain,
    'skillId',
    'actionId',
    'input',
    'output',
    'interruptionPolicy',
  ]);
  return {
    kind: 'InvokeSkillAction',
    skillId: neededText(map, 'skillId'),
    actionId: neededText(map, 'actionId'),
    ...bindingsOf(map),
    interruption: interruptionOf(map),
  };
}

function readBranch(node: YamlNode): Branch {
  const map = asMap(node, 'a condition');
  onlyKnown(map, 'a condition', ['id', 'displayName', 'condition', 'actions']);
  return { condition: formulaAt(map, 'condition'), actions: readActions(listAt(map, 'actions')) };
}

function interruptionOf(map: MapNode): Interruption {
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

function bindingsOf(map: MapNode): { readonly input: InputBinding; readonly output: OutputBinding } {
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

function scalarOf(node: YamlNode, what: string) {
  if (node.kind !== 'scalar')
    throw new SolutionProblem(node.place, `${what} has to be one value or an expression`);
  return node.value;
}

function formulaAt(map: MapNode, name: string): Formula {
  const node = map.entries.get(name);
  if (!node) throw new SolutionProblem(map.place, `${name} is missing`);
  return formulaOf(scalarOf(node, name), node.place);
}

/** A text, or `{text: [...], speak: [...]}`, of which a chat shows the first text. */
function messageAt(map: MapNode, name: string): Text {
  const node = map.entries.get(name);
  if (!node) throw new SolutionProblem(map.place, `${name} is missing`);
  if (node.kind !== 'map') return textOf(asTextNode(node, name), node.place);
  onlyKnown(node, name, ['kind', 'text', 'speak']);
  const [first] = listAt(node, 'text');
  if (!first) throw new SolutionProblem(node.place, `${name} has no text`);
  return textOf(asTextNode(first, name), first.place);
}

function variableAt(map: MapNode): VariableName {
  return variableIn(neededText(map, 'variable'), map.entries.get('variable') ?? map);
}

/** `init:Topic.Name`, `Topic.Name`, `Global.Name`. */
function variableIn(text: string, node: YamlNode): VariableName {
  const [, scope, name] = /^(?:init:)?(Topic|Global)\.([\p{L}_][\p{L}\p{N}_]*)$/u.exec(text) ?? [];
  if ((scope !== 'Topic' && scope !== 'Global') || name === undefined)
    throw new SolutionProblem(node.place, `the variable ${text} is not known here`);
  return { scope, name };
}
