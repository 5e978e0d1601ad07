import type { CustomerChannel, IsStillWanted } from '../../../application/ports/customer-channel.ts';
import { splitText } from '../../../domain/split-text.ts';
import { clouds } from '../../bot-framework/clouds.ts';
import { type ConversationAddress, readAddress } from '../../bot-framework/conversation-address.ts';
import { endOfConversation } from '../../bot-framework/end-of-conversation.ts';
import { copilotScope } from '../../bot-framework/identity/tokens.ts';
import type { PostActivity } from '../../bot-framework/post-activity.ts';
import { channelMarkdown, heaviestUnit, markdownScale } from './markdown.ts';

export interface ProactiveParties {
  /** Speaks to the channel in the name of the Copilot Studio agent's app. */
  readonly postAsCopilot: PostActivity;
  /** Speaks to the copilot in the name of our own app. */
  readonly postAsSkill: PostActivity;
  /** Of tokens for the channel. Default: that of the public cloud. */
  readonly channelScope?: string;
  /** Of one message, counted in UTF-16 code units. Default: what every channel surely takes. */
  readonly messageLimit?: number;
}

/** A little less than the 28 KB that Teams takes everywhere. */
const surelyTaken = 13_500;
/** An agent's name, escaped, and what is put around it. */
const roomForName = 600;

/** The customer's channel, reached outside of a turn: proactive messages in Teams, and the way back to the copilot. */
export function proactiveMessages(parties: ProactiveParties): CustomerChannel {
  const { postAsCopilot, postAsSkill, messageLimit = surelyTaken } = parties;
  const { channelScope = clouds.public.botFramework.scope } = parties;
  const toChannel = (address: ConversationAddress, activity: object, isStillWanted?: IsStillWanted) =>
    postAsCopilot({
      ...(isStillWanted && { isStillWanted }),
      serviceUrl: address.channelServiceUrl,
      conversationId: address.conversationId,
      body: JSON.stringify(activity),
      scope: channelScope,
    });
  return {
    split: (text) => {
      const limit = messageLimit - roomForName;
      // Almost every text is far from any limit, and weighing each of its characters is dear.
      return text.length * heaviestUnit <= limit ? [text] : splitText(text, limit, markdownScale);
    },
    say: (text, message, { isStillWanted }) => {
      const address = readAddress(text);
      const activity = messageTo(address, channelMarkdown(message.agentName, message.text));
      return toChannel(address, activity, isStillWanted);
    },
    async typing(text, isStillWanted) {
      const address = readAddress(text);
      await toChannel(address, { ...envelope(address), type: 'typing' }, isStillWanted);
    },
    returnToCopilot(text, { reason, liveChatId }, { isStillWanted }) {
      const address = readAddress(text);
      const end = endOfConversation({
        status: 'ended',
        reason,
        ...(liveChatId !== undefined && { liveChatId }),
      });
      return postAsSkill({
        isStillWanted,
        serviceUrl: address.copilotServiceUrl,
        conversationId: address.conversationId,
        body: JSON.stringify({
          ...envelope(address),
          from: { id: address.skillId, role: 'skill' },
          recipient: { ...address.customer, role: 'user' },
          ...end,
        }),
        scope: copilotScope(address.copilotAppId),
      });
    },
  };
}

function envelope({ channelId, conversationId, tenantId, botId, locale }: ConversationAddress) {
  return {
    channelId,
    from: { id: botId },
    conversation: { id: conversationId, ...(tenantId !== undefined && { tenantId }) },
    ...(locale !== undefined && { locale }),
  };
}

const messageTo = (address: ConversationAddress, text: string) => ({
  ...envelope(address),
  type: 'message',
  text,
  textFormat: 'markdown',
});
