import type { CallerProtocol } from './caller.ts';
import { type SkillCallerParts, skillCaller } from './skill/skill-caller.ts';

/** What each caller that is configured is made of. */
export interface CallerParts {
  readonly skill: SkillCallerParts;
}

/** Every caller that is configured: the only place that names them. */
export const openCallers = ({ skill }: CallerParts): readonly CallerProtocol[] => [skillCaller(skill)];
