import type { CallerProtocol } from './caller.ts';
import {
  type ConnectedAgentCallerParts,
  connectedAgentCaller,
} from './connected-agent/connected-agent-caller.ts';
import { type SkillCallerParts, skillCaller } from './skill/skill-caller.ts';

/** What each caller is made of; one without parts is not configured. */
export interface CallerParts {
  readonly skill?: SkillCallerParts;
  readonly connectedAgent?: ConnectedAgentCallerParts;
}

/** Every caller that is configured: the only place that names them. */
export const openCallers = ({ skill, connectedAgent }: CallerParts): readonly CallerProtocol[] => [
  ...(skill ? [skillCaller(skill)] : []),
  ...(connectedAgent ? [connectedAgentCaller(connectedAgent)] : []),
];
