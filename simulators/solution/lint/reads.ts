import { type Action, type Message, nameOf } from '../action.ts';
import { actionsOf, type Topic } from '../solution.ts';

/** The names that an action reads itself, such as `Global.Name`; those in its branches are their actions' own. */
function readsOf(action: Action): readonly string[] {
  switch (action.kind) {
    case 'SendActivity':
      return readsOfMessage(action.message);
    case 'Question': {
      const { prompt, unrecognizedPrompt, entity, otherwise } = action;
      const items = entity.kind === 'rows' ? entity.items.reads : [];
      const retry = unrecognizedPrompt ? readsOfMessage(unrecognizedPrompt) : [];
      return [...readsOfMessage(prompt), ...retry, ...items, ...(otherwise?.reads ?? [])];
    }
    case 'EditTable':
      return [nameOf(action.variable), ...(action.value?.reads ?? [])];
    case 'CallOutside':
    case 'unknown':
      return action.reads;
    case 'ConditionGroup':
      return action.branches.flatMap(({ condition }) => condition.reads);
    case 'InvokeSkillAction':
    case 'BeginDialog':
    case 'ReplaceDialog':
      return [...action.input.values()].flatMap(({ reads }) => reads);
    case 'SetVariable':
    case 'SetTextVariable':
    case 'ParseValue':
      return action.value.reads;
    case 'LogCustomTelemetryEvent':
      return action.properties?.reads ?? [];
    case 'CSATQuestion':
    case 'GotoAction':
    case 'EndDialog':
    case 'EndConversation':
    case 'CancelAllDialogs':
    case 'ClearAllVariables':
      return [];
  }
}

function readsOfMessage({ text, choices, cards }: Message): readonly string[] {
  const inCards = cards.flatMap((card) =>
    card.kind === 'plain' ? card.texts.flatMap(({ reads }) => reads) : card.content.reads,
  );
  return [...(text?.reads ?? []), ...choices.flatMap(({ reads }) => reads), ...inCards];
}

/** Whether a name is the variable itself or a part of it. */
export const isReadBy = (variable: string, reads: readonly string[]): boolean =>
  reads.some((read) => read === variable || read.startsWith(`${variable}.`));

export const readsIn = (topic: Topic): readonly string[] => actionsOf(topic).flatMap(readsOf);
