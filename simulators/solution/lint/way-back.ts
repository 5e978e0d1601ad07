import type { InvokeSkill } from '../interpreter/skill-call.ts';
import { actionsOf, phrasesOf, type Solution, type Topic } from '../solution.ts';
import { type Finding, findingIn } from './finding.ts';

/**
 * While the skill has the conversation, the customer needs a topic that may interrupt it, that begins by words of
 * theirs, and that calls the skill to end the handoff.
 */
export function noWayBack(solution: Solution): readonly Finding[] {
  return solution.topics.flatMap((topic) =>
    actionsOf(topic).flatMap((action) => {
      if (action.kind !== 'InvokeSkillAction' || !keepsCustomer(solution, topic, action)) return [];
      if (waysBack(solution, topic, action).length > 0) return [];
      const what = `while ${action.actionId} has the customer, no topic with phrases may interrupt it and end the handoff`;
      return [findingIn(topic, 'no-way-back', { place: action.place, what })];
    }),
  );
}

/** A message to the skill keeps the customer there, unless it is the command of a topic that leads back. */
function keepsCustomer(
  { skills, topics }: Solution,
  topic: Topic,
  { skillId, actionId, input }: InvokeSkill,
): boolean {
  const definition = skills
    .find(({ schemaName }) => schemaName === skillId)
    ?.actions.find(({ id }) => id === actionId);
  const isCommand = [...input.keys()].includes('text');
  const isInterrupting = topics.some((other) =>
    actionsOf(other).some(
      (action) =>
        'interruption' in action &&
        action.interruption.topics?.some((each) => each.schemaName === topic.schemaName),
    ),
  );
  return definition?.type === 'message' && !isCommand && !isInterrupting;
}

function waysBack(
  { topics }: Solution,
  topic: Topic,
  { skillId, interruption }: InvokeSkill,
): readonly Topic[] {
  if (!interruption.isAllowed) return [];
  return topics.filter(
    (other) =>
      other !== topic &&
      other.isActive &&
      phrasesOf(other).length > 0 &&
      (interruption.topics === undefined ||
        interruption.topics.some((each) => each.schemaName === other.schemaName)) &&
      actionsOf(other).some((action) => action.kind === 'InvokeSkillAction' && action.skillId === skillId),
  );
}
