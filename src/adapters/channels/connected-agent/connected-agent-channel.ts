import { channelId } from '../../../domain/ids.ts';
import { addressReader } from '../../bot-framework/address-reader.ts';
import { callbackAddress, callbackEnvelope } from '../../bot-framework/callback/callback-address.ts';
import type { CallbackSeal } from '../../bot-framework/callback/callback-seal.ts';
import { awaitsTurn, type PostCallback } from '../../bot-framework/callback/post-callback.ts';
import { markdownMessage, splitForMarkdown } from '../../bot-framework/markdown.ts';
import type { Channel, GuardChannel } from '../channel.ts';
import { unservable } from './servable.ts';

export interface ConnectedAgentChannelSettings {
  readonly post: PostCallback;
  readonly seal: CallbackSeal;
}

/**
 * Wherever a copilot has its customer that calls the bridge as a connected agent: reached by the callback of the customer's last
 * turn. Without one that can be used, words wait for the next turn.
 */
export function connectedAgentChannel(
  { post, seal }: ConnectedAgentChannelSettings,
  guard: GuardChannel,
): Channel {
  const read = addressReader(callbackAddress);
  const own = { id: channelId('connected-agent'), traits: { name: 'Microsoft Teams or web chat' } };
  const guarded = guard({
    ...own,
    split: (text) => splitForMarkdown(text),
    async say(text, { agentName, text: words }, { isStillWanted }) {
      const address = read(text);
      const callback = seal.open(address.callback);
      if (callback === undefined) return awaitsTurn;
      const body = JSON.stringify({
        ...callbackEnvelope(address),
        ...markdownMessage(agentName, words),
      });
      return post({ callback, body, isStillWanted });
    },
    // What a copilot makes of a sign of typing there is not known; at worst it is an empty message.
    typing: async () => {},
  });
  return {
    ...guarded,
    reachedBy: 'connected-agent',
    unservable,
    placeOf: ({ serviceUrl }) => ({ callback: seal.seal(serviceUrl) }),
  };
}
