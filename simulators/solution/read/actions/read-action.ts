import type { Action, Branch, TableChange } from '../../action.ts';
import { SolutionProblem } from '../../problem.ts';
import { asMap, booleanAt, listAt, neededText, onlyKnown, textAt } from '../yaml-fields.ts';
import type { MapNode, YamlNode } from '../yaml-node.ts';
import type { KnownEntities } from './read-entity.ts';
import { messageAt } from './read-message.ts';
import { outsideKinds, readOutside } from './read-outside.ts';
import { readQuestion } from './read-question.ts';
import { valueTypeAt } from './read-value-type.ts';
import {
  bindingsOf,
  formulaAt,
  interruptionOf,
  namesAnywhereIn,
  optionalFormulaAt,
  optionalVariableAt,
  plain,
  variableAt,
} from './values.ts';

/** Actions as a topic lists them, without those that are disabled. One that is not known becomes one that says so. */
export function readActions(nodes: readonly YamlNode[], known: KnownEntities): readonly Action[] {
  return nodes.flatMap((node) => {
    const map = asMap(node, 'an action');
    if (isDisabled(map)) return [];
    return [readAction(map, known)];
  });
}

const isDisabled = (map: MapNode): boolean => {
  const node = map.entries.get('disabled');
  return node?.kind === 'scalar' && node.value === true;
};

function readAction(map: MapNode, known: KnownEntities): Action {
  const { place } = map;
  const common = { id: textAt(map, 'id') ?? `line ${place.line}`, place };
  try {
    return { ...common, ...partsOf(neededText(map, 'kind'), map, known) };
  } catch (cause) {
    if (!(cause instanceof SolutionProblem)) throw cause;
    const inner = [...listIfAny(map, 'actions'), ...listIfAny(map, 'elseActions')];
    return {
      id: common.id,
      place: cause.place,
      kind: 'unknown',
      why: cause.what,
      reads: namesAnywhereIn(map),
      inner: readActions(inner, known),
    };
  }
}

function listIfAny(map: MapNode, name: string): readonly YamlNode[] {
  const node = map.entries.get(name);
  return node?.kind === 'list' ? node.items.filter(({ kind }) => kind === 'map') : [];
}

type Parts<Kind = Action> = Kind extends Action ? Omit<Kind, 'id' | 'place'> : never;

function partsOf(kind: string, map: MapNode, known: KnownEntities): Parts {
  if (outsideKinds.some((each) => each === kind)) return { kind: 'CallOutside', ...readOutside(kind, map) };
  const only = (...fields: readonly string[]) => onlyKnown(map, kind, [...plain, ...fields]);
  switch (kind) {
    case 'SendActivity':
      only('activity');
      return { kind, message: messageAt(map, 'activity') };
    case 'Question':
      return readQuestion(map, known);
    case 'CSATQuestion':
      return { kind };
    case 'ConditionGroup':
      only('conditions', 'elseActions');
      return {
        kind,
        branches: listAt(map, 'conditions').map((node) => readBranch(node, known)),
        otherwise: readActions(listAt(map, 'elseActions'), known),
      };
    case 'InvokeSkillAction':
      only('skillId', 'actionId', 'input', 'output', 'interruptionPolicy');
      return {
        kind,
        skillId: neededText(map, 'skillId'),
        actionId: neededText(map, 'actionId'),
        ...bindingsOf(map),
        interruption: interruptionOf(map),
      };
    default:
      return changing(kind, map) ?? leading(kind, map);
  }
}

/** Actions that change variables. */
function changing(kind: string, map: MapNode): Parts | undefined {
  const only = (...fields: readonly string[]) => onlyKnown(map, kind, [...plain, ...fields]);
  switch (kind) {
    case 'SetVariable':
      only('variable', 'value');
      return { kind, variable: variableAt(map), value: formulaAt(map, 'value') };
    case 'SetTextVariable': {
      only('variable', 'value');
      const { text } = messageAt(map, 'value');
      if (!text) throw new SolutionProblem(map.place, 'value has no text');
      return { kind, variable: variableAt(map), value: text };
    }
    case 'EditTable':
      only('changeType', 'itemsVariable', 'value', 'resultVariable');
      return {
        kind,
        variable: variableAt(map, 'itemsVariable'),
        change: tableChange(map),
        value: optionalFormulaAt(map, 'value'),
        result: optionalVariableAt(map, 'resultVariable'),
      };
    case 'ParseValue':
      only('variable', 'valueType', 'value');
      return {
        kind,
        variable: variableAt(map),
        type: valueTypeAt(map, 'valueType'),
        value: formulaAt(map, 'value'),
      };
    case 'ClearAllVariables':
      only('variables');
      return clearing(map);
    default:
      return undefined;
  }
}

/** Actions that lead elsewhere. */
function leading(kind: string, map: MapNode): Parts {
  const only = (...fields: readonly string[]) => onlyKnown(map, kind, [...plain, ...fields]);
  switch (kind) {
    case 'BeginDialog':
    case 'ReplaceDialog':
      only('dialog', 'input', 'output');
      return { kind, dialog: neededText(map, 'dialog'), ...bindingsOf(map) };
    case 'LogCustomTelemetryEvent':
      only('eventName', 'properties');
      return { kind, properties: optionalFormulaAt(map, 'properties') };
    case 'GotoAction':
      only('actionId');
      return { kind, actionId: neededText(map, 'actionId') };
    case 'EndDialog':
      only('clearTopicQueue');
      return { kind, clearsQueue: booleanAt(map, 'clearTopicQueue', false) };
    case 'EndConversation':
    case 'CancelAllDialogs':
      only();
      return { kind };
    case 'TransferConversation':
    case 'TransferConversationV2':
      throw new SolutionProblem(
        map.place,
        `the action ${kind} transfers to Microsoft's own live agent, not to the bridge`,
      );
    default:
      throw new SolutionProblem(map.place, `the action ${kind} is not known here`);
  }
}

const tableChanges: readonly TableChange[] = ['Add', 'Remove', 'Clear', 'TakeFirst', 'TakeLast'];

function tableChange(map: MapNode): TableChange {
  const wanted = neededText(map, 'changeType');
  const found = tableChanges.find((each) => each === wanted);
  if (!found) throw new SolutionProblem(map.place, `changeType ${wanted} is not known here`);
  return found;
}

/** Those of the conversation are the ones that there are here; a history is kept by models alone. */
function clearing(map: MapNode): Parts {
  const which = textAt(map, 'variables') ?? 'ConversationScopedVariables';
  if (which === 'ConversationHistory') return { kind: 'ClearAllVariables', isOfHistory: true };
  if (which !== 'ConversationScopedVariables')
    throw new SolutionProblem(map.place, `clearing ${which} is not known here`);
  return { kind: 'ClearAllVariables', isOfHistory: false };
}

function readBranch(node: YamlNode, known: KnownEntities): Branch {
  const map = asMap(node, 'a condition');
  onlyKnown(map, 'a condition', ['id', 'displayName', 'condition', 'actions']);
  return { condition: formulaAt(map, 'condition'), actions: readActions(listAt(map, 'actions'), known) };
}
