import type { CustomerChannel } from '../../../application/ports/customer-channel.ts';
import type { IsStillWanted } from '../../../application/ports/delivery-attempt.ts';
import { splitText } from '../../../domain/split-text.ts';
import { addressReader } from '../../bot-framework/address-reader.ts';
import { clouds } from '../../bot-framework/clouds.ts';
import { envelopeOf } from '../../bot-framework/conversation-reference.ts';
import type { PostActivity } from '../../bot-framework/post-activity.ts';
import { channelMarkdown, heaviestUnit, markdownScale } from './markdown.ts';
import { type TeamsAddress, teamsAddress } from './teams-address.ts';

export interface ProactiveSettings {
  /** Speaks to Teams in the name of the Copilot Studio agent's app. */
  readonly post: PostActivity;
  /** Of tokens for the Bot Connector. Default: that of the public cloud. */
  readonly channelScope?: string;
  /** Of one message, counted in UTF-16 code units. Default: what Teams surely takes. */
  readonly messageLimit?: number;
}

/** A little less than the 28 KB that Teams takes everywhere. */
const surelyTaken = 13_500;
/** An agent's name, escaped, and what is put around it. */
const roomForName = 600;

/** Proactive messages: a conversation in Teams, reached outside of a turn. */
export function proactiveMessages({
  post,
  channelScope = clouds.public.botFramework.scope,
  messageLimit = surelyTaken,
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
    split: (text) => {
      const limit = messageLimit - roomForName;
      // Almost every text is far from any limit, and weighing each of its characters is dear.
      return text.length * heaviestUnit <= limit ? [text] : splitText(text, limit, markdownScale);
    },
    say: (address, message, { isStillWanted }) =>
      send(read(address), messageOf(message.agentName, message.text), isStillWanted),
    async typing(address, isStillWanted) {
      await send(read(address), { type: 'typing' }, isStillWanted);
    },
  };
}

const messageOf = (agentName: string | undefined, text: string) => ({
  type: 'message',
  text: channelMarkdown(agentName, text),
  textFormat: 'markdown',
});
