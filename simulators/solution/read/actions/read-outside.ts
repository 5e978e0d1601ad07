import type { Message, OutsideCall } from '../../action.ts';
import { textOf } from '../../formula.ts';
import { booleanAt, mapAt, textAt } from '../yaml-fields.ts';
import type { MapNode } from '../yaml-node.ts';
import { adaptiveCardAt } from './read-message.ts';
import { bindingsOf, namesAnywhereIn, optionalVariableAt, variableAt } from './values.ts';

/** Where such an action names what it calls. */
const callees = ['flowId', 'operationId', 'url', 'aIModelId', 'aiModelId', 'connectionReference', 'toolId'];

/** Answers of a model are said, unless told. */
const answering = ['SearchAndSummarizeContent', 'AnswerQuestionWithAI'];

/** Fields that name the variable for all that comes back. */
const resultNames = ['variable', 'response', 'result'];

export const outsideKinds = [
  'InvokeFlowAction',
  'InvokeConnectorAction',
  'InvokeAIBuilderModelAction',
  'HttpRequestAction',
  'SearchAndSummarizeContent',
  'AnswerQuestionWithAI',
  'SearchKnowledgeSources',
  'CreateSearchQuery',
  'AdaptiveCardPrompt',
  'OAuthInput',
] as const;

/** Nothing in such an action but where its result goes can be known here, so no field of it is refused. */
export function readOutside(kind: string, map: MapNode): OutsideCall {
  const named = ['id', 'displayName', ...callees].flatMap((field) => {
    const node = map.entries.get(field);
    return node?.kind === 'scalar' && node.text !== '' ? [node.text] : [];
  });
  return {
    of: kind,
    names: [...named, kind],
    shows: shownBy(kind, map),
    isSaid: answering.includes(kind) && booleanAt(map, 'autoSend', true),
    ...whereItGoes(map),
    reads: namesAnywhereIn(map),
  };
}

function whereItGoes(map: MapNode): Pick<OutsideCall, 'output' | 'result'> {
  const output = mapAt(map, 'output');
  if (output?.entries.has('variable')) return { output: new Map(), result: variableAt(output) };
  return {
    output: output ? bindingsOf(map).output : new Map(),
    result: resultNames.map((name) => optionalVariableAt(map, name)).find((found) => found !== undefined),
  };
}

function shownBy(kind: string, map: MapNode): Message | undefined {
  if (kind === 'AdaptiveCardPrompt')
    return { text: undefined, choices: [], cards: [adaptiveCardAt(map, 'card')] };
  if (kind !== 'OAuthInput') return undefined;
  const text = textAt(map, 'text') ?? textAt(map, 'title');
  return text === undefined ? undefined : { text: textOf(text, map.place), choices: [], cards: [] };
}
