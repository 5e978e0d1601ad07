import { asBoolean } from '../power-fx/value.ts';
import { SolutionProblem } from '../problem.ts';
import type { Topic, Trigger } from '../solution.ts';
import { namesOf, type Play } from './play.ts';

/** The active topics for an occasion whose condition holds, by priority, then by schema name. */
export function topicsFor(play: Play, ...wanted: readonly Trigger[]): readonly Topic[] {
  return play.solution.topics
    .filter(({ isActive, begin }) => isActive && begin.kind === 'known' && wanted.includes(begin.trigger))
    .filter((topic) => mayBegin(play, topic))
    .sort((one, other) => priorityOf(one) - priorityOf(other));
}

export const systemTopic = (play: Play, trigger: Trigger): Topic | undefined => topicsFor(play, trigger)[0];

/** A condition that cannot be judged keeps its topic from beginning, and is told. */
export function mayBegin(play: Play, { name, begin }: Topic): boolean {
  if (begin.kind !== 'known' || !begin.condition) return true;
  try {
    return begin.condition.judged(namesOf(play), asBoolean);
  } catch (cause) {
    if (!(cause instanceof SolutionProblem)) throw cause;
    play.report(cause.within(name, begin.id));
    return false;
  }
}

const priorityOf = ({ begin }: Topic): number => (begin.kind === 'known' ? begin.priority : 0);
