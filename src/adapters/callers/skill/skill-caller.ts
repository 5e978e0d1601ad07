import { type Awaitable, andThen } from '../../../application/ports/awaitable.ts';
import type { Admission } from '../../bot-framework/identity/admission.ts';
import type { PostActivity } from '../../bot-framework/post-activity.ts';
import type { AllowsServiceUrl } from '../../bot-framework/service-hosts.ts';
import type { CallerProtocol, Turn, TurnAnswer } from '../caller.ts';
import { giveBack } from './give-back.ts';
import type { ManifestSettings } from './manifest.ts';
import { manifestRoutes } from './manifest-routes.ts';
import { sendReplies } from './send-replies.ts';
import { type SkillTurnDependencies, skillId, skillTurn } from './skill-turn.ts';

export interface SkillCallerParts extends SkillTurnDependencies {
  /** Speaks to the copilot in the name of the skill's app. */
  readonly post: PostActivity;
  readonly admission: Admission;
  readonly allowsServiceUrl: AllowsServiceUrl;
  readonly manifest: ManifestSettings;
}

/** Copilot Studio, which calls the bridge as a skill. */
export function skillCaller(parts: SkillCallerParts): CallerProtocol {
  const { post, manifest, admission, allowsServiceUrl } = parts;
  return {
    id: skillId,
    calledAs: 'skill',
    admission,
    allowsServiceUrl,
    giveBack: giveBack(post),
    routes: manifestRoutes(manifest),
    answer({ activity: sent, ...turn }: Turn): Awaitable<TurnAnswer> {
      // A reply has a sender, whatever the activity says of whom it is for.
      const recipient = { id: manifest.appId, ...sent.recipient, role: 'skill' };
      const activity = { ...sent, recipient };
      const { callerAppId } = turn;
      return andThen(skillTurn(parts, { ...turn, activity }), (answer) =>
        sendReplies(post, { activity, callerAppId, ...answer }),
      );
    },
  };
}
