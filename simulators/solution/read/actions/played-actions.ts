import type { Branch, TableChange } from '../../action.ts';
import { SolutionProblem } from '../../problem.ts';
import { asMap, booleanAt, listAt, neededText, onlyKnown, textAt } from '../yaml-fields.ts';
import type { MapNode, YamlNode } from '../yaml-node.ts';
import type { Parts, Reading } from './parts.ts';
import { messageAt } from './read-message.ts';
import { readQuestion } from './read-question.ts';
import { valueTypeAt } from './read-value-type.ts';
import {
  bindingsOf,
  formulaAt,
  interruptionOf,
  optionalFormulaAt,
  optionalVariableAt,
  variableAt,
} from './values.ts';

/** A kind of action that is played. */
interface PlayedAction {
  /** The fields that it may have beside those of all; undefined: any, of which only some are read. */
  readonly fields: readonly string[] | undefined;
  /** What it does here, for the documentation. */
  readonly means: string;
  readonly read: (map: MapNode, reading: Reading) => Parts;
}

/** By kind, in the order in which makers meet them. */
export const playedActions: Readonly<Record<string, PlayedAction>> = {
  SendActivity: {
    fields: ['activity'],
    means: 'says the first of several texts, then cards and quick replies as text of their own',
    read: (map) => ({ kind: 'SendActivity', message: messageAt(map, 'activity') }),
  },
  Question: {
    fields: undefined,
    means: 'asks until an answer is one, or `repeatCount` is used up',
    read: (map, { known }) => readQuestion(map, known),
  },
  CSATQuestion: {
    fields: undefined,
    means: 'asks for a rating and takes any answer',
    read: () => ({ kind: 'CSATQuestion' }),
  },
  ConditionGroup: {
    fields: ['conditions', 'elseActions'],
    means: 'plays the first branch whose condition holds',
    read: (map, reading) => ({
      kind: 'ConditionGroup',
      branches: listAt(map, 'conditions').map((node) => readBranch(node, reading)),
      otherwise: reading.actions(listAt(map, 'elseActions')),
    }),
  },
  SetVariable: {
    fields: ['variable', 'value'],
    means: 'sets a variable of the topic, a global one, or one of the system',
    read: (map) => ({ kind: 'SetVariable', variable: variableAt(map), value: formulaAt(map, 'value') }),
  },
  SetTextVariable: {
    fields: ['variable', 'value'],
    means: 'sets a variable to a text with `{…}` filled in',
    read: (map) => {
      const { text } = messageAt(map, 'value');
      if (!text) throw new SolutionProblem(map.place, 'value has no text');
      return { kind: 'SetTextVariable', variable: variableAt(map), value: text };
    },
  },
  ParseValue: {
    fields: ['variable', 'valueType', 'value'],
    means: 'reads JSON, or a value, as a declared type; what is missing is Blank',
    read: (map) => ({
      kind: 'ParseValue',
      variable: variableAt(map),
      type: valueTypeAt(map, 'valueType'),
      value: formulaAt(map, 'value'),
    }),
  },
  EditTable: {
    fields: ['changeType', 'itemsVariable', 'value', 'resultVariable'],
    means: '`Add`, `Remove`, `Clear`, `TakeFirst`, `TakeLast` on a table in a variable',
    read: (map) => ({
      kind: 'EditTable',
      variable: variableAt(map, 'itemsVariable'),
      change: tableChange(map),
      value: optionalFormulaAt(map, 'value'),
      result: optionalVariableAt(map, 'resultVariable'),
    }),
  },
  ClearAllVariables: {
    fields: ['variables'],
    means: 'clears the variables of the conversation; of its history there is nothing to clear',
    read: clearing,
  },
  BeginDialog: {
    fields: ['dialog', 'input', 'output'],
    means: 'begins another topic with inputs, and goes on with its outputs',
    read: (map) => ({ kind: 'BeginDialog', dialog: neededText(map, 'dialog'), ...bindingsOf(map) }),
  },
  ReplaceDialog: {
    fields: ['dialog', 'input', 'output'],
    means: 'begins another topic in place of this one',
    read: (map) => ({ kind: 'ReplaceDialog', dialog: neededText(map, 'dialog'), ...bindingsOf(map) }),
  },
  GotoAction: {
    fields: ['actionId'],
    means: 'goes to an action of the topic, also one in a branch',
    read: (map) => ({ kind: 'GotoAction', actionId: neededText(map, 'actionId') }),
  },
  EndDialog: {
    fields: ['clearTopicQueue'],
    means: 'ends the topic, and with `clearTopicQueue` what would come after it',
    read: (map) => ({ kind: 'EndDialog', clearsQueue: booleanAt(map, 'clearTopicQueue', false) }),
  },
  CancelAllDialogs: {
    fields: [],
    means: 'ends all topics that are under way',
    read: () => ({ kind: 'CancelAllDialogs' }),
  },
  EndConversation: {
    fields: [],
    means: 'ends the conversation, also for the skill',
    read: () => ({ kind: 'EndConversation' }),
  },
  LogCustomTelemetryEvent: {
    fields: ['eventName', 'properties'],
    means: 'checks its expressions; nothing is sent',
    read: (map) => ({
      kind: 'LogCustomTelemetryEvent',
      properties: optionalFormulaAt(map, 'properties'),
    }),
  },
  InvokeSkillAction: {
    fields: ['skillId', 'actionId', 'input', 'output', 'interruptionPolicy'],
    means: 'calls the bridge, which may keep the customer',
    read: (map) => ({
      kind: 'InvokeSkillAction',
      skillId: neededText(map, 'skillId'),
      actionId: neededText(map, 'actionId'),
      ...bindingsOf(map),
      interruption: interruptionOf(map),
    }),
  },
};

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

function readBranch(node: YamlNode, { actions }: Reading): Branch {
  const map = asMap(node, 'a condition');
  onlyKnown(map, 'a condition', ['id', 'displayName', 'condition', 'actions']);
  return { condition: formulaAt(map, 'condition'), actions: actions(listAt(map, 'actions')) };
}
