import type { Action } from '../action.ts';
import { topicNamed } from '../interpreter/topic-named.ts';
import type { Place } from '../problem.ts';
import { actionsOf, type Solution, type Topic } from '../solution.ts';

/** Where a topic cannot go on, as far as that is known before it is played. */
export interface Stop {
  readonly topic: Topic;
  /** The maker's id of the action; undefined where the topic stops as it begins. */
  readonly action: string | undefined;
  readonly place: Place;
  readonly why: string;
}

/** All stops of active topics, in the order of their files. */
export const stopsIn = (solution: Solution): readonly Stop[] =>
  solution.topics.filter(({ isActive }) => isActive).flatMap((topic) => stopsOf(topic, solution));

function stopsOf(topic: Topic, solution: Solution): readonly Stop[] {
  const { begin } = topic;
  if (begin.kind === 'unknown') return [{ topic, action: undefined, place: begin.place, why: begin.why }];
  return actionsOf(topic).flatMap((action) => {
    const why = whyStopped(action, solution);
    return why === undefined ? [] : [{ topic, action: action.id, place: action.place, why }];
  });
}

function whyStopped(action: Action, solution: Solution): string | undefined {
  switch (action.kind) {
    case 'unknown':
      return action.why;
    case 'CallOutside':
      return `the action ${action.of} asks something beyond the agent; a story can say what comes back`;
    case 'BeginDialog':
    case 'ReplaceDialog':
      return topicNamed(solution, action.dialog)?.isActive
        ? undefined
        : `there is no active topic ${action.dialog} in this solution`;
    default:
      return problemIn(action);
  }
}

/** An expression that cannot be read. */
function problemIn(action: Action): string | undefined {
  switch (action.kind) {
    case 'SetVariable':
    case 'SetTextVariable':
    case 'ParseValue':
      return action.value.problem;
    case 'SendActivity':
      return action.message.text?.problem;
    case 'Question':
      return action.prompt.text?.problem;
    case 'ConditionGroup':
      return action.branches.map(({ condition }) => condition.problem).find((each) => each !== undefined);
    default:
      return undefined;
  }
}
