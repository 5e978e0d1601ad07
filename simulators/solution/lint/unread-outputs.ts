import { nameOf } from '../action.ts';
import { actionsOf, type Solution } from '../solution.ts';
import { type Finding, findingIn } from './finding.ts';
import { isReadBy, readsIn } from './reads.ts';

/** A topic keeps an output of the skill that nothing ever looks at. */
export function unreadOutputs({ topics }: Solution): readonly Finding[] {
  const everywhere = topics.flatMap(readsIn);
  return topics.flatMap((topic) => {
    const here = readsIn(topic);
    return actionsOf(topic).flatMap((action) => {
      if (action.kind !== 'InvokeSkillAction') return [];
      return [...action.output].flatMap(([name, { variable, place }]) => {
        const written = nameOf(variable);
        if (isReadBy(written, variable.scope === 'Global' ? everywhere : here)) return [];
        return [
          findingIn(topic, 'unread-output', {
            place,
            what: `${written}, the output ${name} of ${action.actionId}, is never read`,
          }),
        ];
      });
    });
  });
}
