import { type Action, nameOf } from '../action.ts';
import type { InvokeSkill } from '../interpreter/skill-call.ts';
import { type Solution, type Topic, withInner } from '../solution.ts';
import { type Finding, findingIn } from './finding.ts';
import { isReadBy } from './reads.ts';

/** Outputs by which a topic learns whether there is an agent. */
const telling = ['HandoffStatus', 'LiveChatConversationId'];

/**
 * After the request for an agent a topic has to look at what became of it, and to have words for the customer when
 * there is no agent, before it gives the conversation to the skill.
 */
export function noAnswerWhenRefused({ topics }: Solution): readonly Finding[] {
  return topics.flatMap((topic) => (topic.begin.kind === 'known' ? inList(topic, topic.begin.actions) : []));
}

function inList(topic: Topic, actions: readonly Action[]): readonly Finding[] {
  return actions.flatMap((action, index) => {
    if (action.kind === 'ConditionGroup')
      return [...action.branches.map(({ actions: inner }) => inner), action.otherwise].flatMap((inner) =>
        inList(topic, inner),
      );
    if (action.kind !== 'InvokeSkillAction' || !asksForAgent(action, actions.slice(index + 1))) return [];
    const what = whatIsMissing(action, actions.slice(index + 1));
    return what === undefined
      ? []
      : [findingIn(topic, 'no-answer-when-refused', { place: action.place, what })];
  });
}

/** It tells of a live chat, and the skill is called once more afterwards: the one that keeps the customer. */
function asksForAgent({ output, skillId }: InvokeSkill, rest: readonly Action[]): boolean {
  return (
    telling.some((name) => output.has(name)) &&
    rest
      .flatMap(withInner)
      .some((action) => action.kind === 'InvokeSkillAction' && action.skillId === skillId)
  );
}

function whatIsMissing(action: InvokeSkill, rest: readonly Action[]): string | undefined {
  const variables = telling.flatMap((name) => {
    const bound = action.output.get(name);
    return bound ? [nameOf(bound.variable)] : [];
  });
  const next = rest.findIndex((each) => each.kind === 'InvokeSkillAction' && each.skillId === action.skillId);
  const looks = rest
    .slice(0, next === -1 ? rest.length : next)
    .find(
      (each) =>
        each.kind === 'ConditionGroup' &&
        each.branches.some(({ condition }) =>
          variables.some((variable) => isReadBy(variable, condition.reads)),
        ),
    );
  if (looks?.kind !== 'ConditionGroup')
    return `nothing looks at ${variables.join(' or ')} after ${action.actionId}, so the topic goes on as if there were an agent`;
  const ways = [...looks.branches.map(({ actions }) => actions), looks.otherwise];
  return ways.some(endsWithWords)
    ? undefined
    : `the customer hears nothing when ${action.actionId} finds no agent`;
}

/** The way of a refusal says something and leaves, or continues in another topic. */
function endsWithWords(actions: readonly Action[]): boolean {
  const all = actions.flatMap(withInner);
  const leaves = all.some(
    ({ kind }) => kind === 'CancelAllDialogs' || kind === 'EndDialog' || kind === 'EndConversation',
  );
  const redirects = all.some(({ kind }) => kind === 'BeginDialog' || kind === 'ReplaceDialog');
  return redirects || (leaves && all.some(({ kind }) => kind === 'SendActivity'));
}
