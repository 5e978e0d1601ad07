import type { CallbackSeal } from '../../bot-framework/callback/callback-seal.ts';
import type { PostCallback } from '../../bot-framework/callback/post-callback.ts';
import type { Admission } from '../../bot-framework/identity/admission.ts';
import type { AllowsServiceUrl } from '../../bot-framework/service-hosts.ts';
import type { CallerProtocol } from '../caller.ts';
import {
  type ConnectedAgentTurnDependencies,
  connectedAgentId,
  connectedAgentTurn,
} from './connected-agent-turn.ts';
import { giveBack } from './give-back.ts';
import { sendReplies } from './replies.ts';

export interface ConnectedAgentCallerParts extends ConnectedAgentTurnDependencies {
  readonly post: PostCallback;
  readonly seal: CallbackSeal;
  readonly admission: Admission;
  /** Where callbacks may lead. */
  readonly allowsServiceUrl: AllowsServiceUrl;
}

/** Copilot Studio, whose orchestrator calls the bridge as an agent that was added to the copilot. */
export function connectedAgentCaller(parts: ConnectedAgentCallerParts): CallerProtocol {
  const { post, seal, admission, allowsServiceUrl } = parts;
  return {
    id: connectedAgentId,
    calledAs: 'connected-agent',
    assumed: { channelId: connectedAgentId },
    admission,
    allowsServiceUrl,
    giveBack: giveBack({ post, seal }),
    answer: async (turn) => sendReplies(post, turn.activity, await connectedAgentTurn(parts, turn)),
  };
}
