import type { Caller } from '../../../application/ports/caller.ts';
import { addressReader } from '../../bot-framework/address-reader.ts';
import { callbackAddress, callbackEnvelope } from '../../bot-framework/callback/callback-address.ts';
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
import { endOfConversation, sendReplies } from './replies.ts';

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
    admission,
    allowsServiceUrl,
    giveBack: giveBack({ post, seal }),
    answer: async (turn) => sendReplies(post, turn.activity, await connectedAgentTurn(parts, turn)),
  };
}

/** Each of the customer's turns goes through the copilot anyway; it is told all the same, after the last words. */
function giveBack({ post, seal }: Pick<ConnectedAgentCallerParts, 'post' | 'seal'>): Caller['giveBack'] {
  const read = addressReader(callbackAddress);
  return async (text, { reason }, { isStillWanted }) => {
    const address = read(text);
    const callback = seal.open(address.callback);
    if (callback === undefined) return { outcome: 'rejected', cause: 'callback-not-readable' };
    const body = JSON.stringify({ ...callbackEnvelope(address), ...endOfConversation(reason) });
    const sent = await post({ callback, body, isStillWanted });
    return sent.outcome === 'deferred' ? { outcome: 'rejected', cause: 'callback-over' } : sent;
  };
}
