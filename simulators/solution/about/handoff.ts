import { actionsOf, type Solution, type Topic } from '../solution.ts';

/** A topic that calls a skill. */
export interface HandoffTopic {
  readonly topic: Topic;
  readonly skill: string;
  /** The ids of the skill's actions, in the order in which they are called. */
  readonly calls: readonly string[];
}

/** The active topics that call a skill; none: the agent has no handoff to the bridge. */
export function handoffTopics({ topics, skills }: Solution): readonly HandoffTopic[] {
  return topics
    .filter(({ isActive }) => isActive)
    .flatMap((topic) => {
      const calls = actionsOf(topic).filter((action) => action.kind === 'InvokeSkillAction');
      const [first] = calls;
      if (!first) return [];
      const skill = skills.find(({ schemaName }) => schemaName === first.skillId);
      return [{ topic, skill: skill?.name ?? first.skillId, calls: calls.map(({ actionId }) => actionId) }];
    });
}
