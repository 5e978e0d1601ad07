import type { Caller } from '../../../application/ports/caller.ts';
import { addressReader } from '../../bot-framework/address-reader.ts';
import { callbackAddress, callbackEnvelope } from '../../bot-framework/callback/callback-address.ts';
import type { CallbackSeal } from '../../bot-framework/callback/callback-seal.ts';
import type { PostCallback } from '../../bot-framework/callback/post-callback.ts';
import { endOfConversation } from './replies.ts';

interface WayBack {
  readonly post: PostCallback;
  readonly seal: CallbackSeal;
}

/** Each of the customer's turns goes through the copilot anyway; it is told all the same, after the last words. */
export function giveBack({ post, seal }: WayBack): Caller['giveBack'] {
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
