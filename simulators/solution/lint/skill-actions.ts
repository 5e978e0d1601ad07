import { actionsOf, type Skill, type Solution } from '../solution.ts';
import { type Finding, findingIn, type SkillManifest } from './finding.ts';

/** A topic calls a skill, or an action of it, that the solution does not define or the skill does not have. */
export function unknownSkillActions(
  solution: Solution,
  manifest: SkillManifest | undefined,
): readonly Finding[] {
  const skills = new Map(solution.skills.map((skill) => [skill.schemaName, skill]));
  return solution.topics.flatMap((topic) =>
    actionsOf(topic).flatMap((action) => {
      if (action.kind !== 'InvokeSkillAction') return [];
      const what = whatIsMissing(skills.get(action.skillId), action, manifest);
      return what === undefined
        ? []
        : [findingIn(topic, 'unknown-skill-action', { place: action.place, what })];
    }),
  );
}

function whatIsMissing(
  skill: Skill | undefined,
  { skillId, actionId }: { readonly skillId: string; readonly actionId: string },
  manifest: SkillManifest | undefined,
): string | undefined {
  if (!skill) return `there is no skill ${skillId} in the solution`;
  if (!skill.actions.some(({ id }) => id === actionId))
    return `the skill "${skill.name}" has no action ${actionId}`;
  if (!manifest || !isOf(skill, manifest)) return undefined;
  return Object.hasOwn(manifest.activities, actionId)
    ? undefined
    : `the skill's manifest has no action ${actionId}`;
}

/** Other skills of the agent have manifests of their own: ours is that of a skill with at least one action in common. */
const isOf = (skill: Skill, { activities }: SkillManifest): boolean =>
  skill.actions.some(({ id }) => Object.hasOwn(activities, id));
