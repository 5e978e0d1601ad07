import type { Admission } from '../../bot-framework/identity/admission.ts';
import type { AppConnection } from '../../bot-framework/identity/tokens.ts';
import type { PostActivity } from '../../bot-framework/post-activity.ts';
import type { AllowsServiceUrl } from '../../bot-framework/service-hosts.ts';
import type { CallerProtocol, Turn, TurnAnswer } from '../caller.ts';
import { giveBack } from './give-back.ts';
import type { ManifestSettings } from './manifest.ts';
import { manifestRoutes } from './manifest-routes.ts';
import { sendReplies } from './send-replies.ts';
import { SkillAdapter } from './skill-adapter.ts';
import { type SkillTurnDependencies, skillId, skillTurn } from './skill-turn.ts';

export interface SkillCallerParts extends SkillTurnDependencies {
  readonly app: AppConnection;
  /** Speaks to the copilot in the name of this app. */
  readonly post: PostActivity;
  readonly admission: Admission;
  readonly allowsServiceUrl: AllowsServiceUrl;
  readonly manifest: ManifestSettings;
}

/** Copilot Studio, which calls the bridge as a skill. */
export function skillCaller(parts: SkillCallerParts): CallerProtocol {
  const { app, post, manifest, admission, allowsServiceUrl } = parts;
  const adapter = new SkillAdapter(app, post);
  return {
    id: skillId,
    calledAs: 'skill',
    admission,
    allowsServiceUrl,
    giveBack: giveBack(post),
    routes: manifestRoutes(manifest),
    async answer({ activity: sent, ...turn }: Turn): Promise<TurnAnswer> {
      // The SDK needs a recipient for its replies, and takes some roles for identities that we do not have.
      const recipient = { id: manifest.appId, ...sent.recipient, role: 'skill' };
      const activity = { ...sent, recipient };
      const replies = await skillTurn(parts, { ...turn, activity });
      const { callerAppId } = turn;
      return sendReplies(adapter, { activity, callerAppId, replies });
    },
  };
}
