import { type Stop, stopsIn } from '../about/stops.ts';
import { actionsOf, type Solution } from '../solution.ts';
import { type Finding, findingIn } from './finding.ts';

/** What these simulators cannot play is not judged either, and worst before a handoff, which then is not reached. */
export const notPlayed = (solution: Solution): readonly Finding[] =>
  stopsIn(solution).map((stop) => {
    const { topic, action, place, why } = stop;
    const rule = ruleFor(stop);
    const id = action === undefined || action.startsWith('line ') ? '' : `${action}: `;
    const sequel =
      rule === 'not-played-before-handoff' ? ', so the handoff after it is not reached here' : '';
    return findingIn(topic, rule, { place, what: `${id}${why}${sequel}` });
  });

function ruleFor({ topic, action, why }: Stop): Finding['rule'] {
  if (/^there is no active topic/.test(why)) return 'missing-topic';
  const actions = actionsOf(topic);
  const at = actions.findIndex(({ id }) => id === action);
  const isBefore = at !== -1 && actions.slice(at).some(({ kind }) => kind === 'InvokeSkillAction');
  return isBefore ? 'not-played-before-handoff' : 'not-played';
}
