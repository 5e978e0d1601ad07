import type { AppConnection } from '../../bot-framework/identity/tokens.ts';
import type { PostActivity } from '../../bot-framework/post-activity.ts';
import type { CallerProtocol } from '../caller.ts';
import { giveBack } from './give-back.ts';
import { type SkillRoutesParts, skillRoutes } from './routes.ts';
import { SkillAdapter } from './skill-adapter.ts';
import { skillId } from './skill-turn.ts';

export interface SkillCallerParts extends Omit<SkillRoutesParts, 'adapter'> {
  readonly app: AppConnection;
  /** Speaks to the copilot in the name of this app. */
  readonly post: PostActivity;
}

/** Copilot Studio, which calls the bridge as a skill. */
export function skillCaller({ app, post, ...parts }: SkillCallerParts): CallerProtocol {
  const adapter = new SkillAdapter(app, post);
  return {
    id: skillId,
    giveBack: giveBack(post),
    routes: skillRoutes({ ...parts, adapter }),
  };
}
