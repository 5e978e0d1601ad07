import type { CustomerChannel } from '../../../application/ports/customer-channel.ts';
import type { IsStillWanted } from '../../../application/ports/delivery-attempt.ts';
import { addressReader } from '../../bot-framework/address-reader.ts';
import { clouds } from '../../bot-framework/clouds.ts';
import { envelopeOf } from '../../bot-framework/conversation-reference.ts';
import { markdownMessage, splitForMarkdown } from '../../bot-framework/markdown.ts';
import type { PostActivity } from '../../bot-framework/post-activity.ts';
import { type TeamsAddress, teamsAddress } from './teams-address.ts';

export interface ProactiveSettings {
  /** Speaks to Teams in the name of the Copilot Studio agent's app. */
  readonly post: PostActivity;
  /** Of tokens for the Bot Connector. Default: that of the public cloud. */
  readonly channelScope?: string;
  /** Of one message, counted in UTF-16 code units. Default: what Teams surely takes. */
  readonly messageLimit?: number;
}

/** Proactive messages: a conversation in Teams, reached outside of a turn. */
export function proactiveMessages({
  post,
  channelScope = clouds.public.botFramework.scope,
  messageLimit,
}: ProactiveSettings): Pick<CustomerChannel, 'split' | 'say' | 'typing'> {
  const read = addressReader(teamsAddress);
  const send = (address: TeamsAddress, activity: object, isStillWanted?: IsStillWanted) =>
    post({
      ...(isStillWanted && { isStillWanted }),
      serviceUrl: address.channelServiceUrl,
      conversationId: address.conversationId,
      body: JSON.stringify({ ...envelopeOf(address), from: { id: address.botId }, ...activity }),
      scope: channelScope,
    });
  return {
    split: (text) => splitForMarkdown(text, messageLimit),
    say: (address, message, { isStillWanted }) =>
      send(read(address), markdownMessage(message.agentName, message.text), isStillWanted),
    async typing(address, isStillWanted) {
      await send(read(address), { type: 'typing' }, isStillWanted);
    },
  };
}
