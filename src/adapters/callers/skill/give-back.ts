import type { Caller } from '../../../application/ports/caller.ts';
import { addressReader } from '../../bot-framework/address-reader.ts';
import { envelopeOf } from '../../bot-framework/conversation-reference.ts';
import { copilotScope } from '../../bot-framework/identity/tokens/tokens.ts';
import type { PostActivity } from '../../bot-framework/post-activity.ts';
import { endOfConversation } from './end-of-conversation.ts';
import { skillAddress } from './skill-address.ts';

/** The way back to the copilot, outside of a turn. `post` speaks in the name of our own app. */
export function giveBack(post: PostActivity): Caller['giveBack'] {
  const read = addressReader(skillAddress);
  return (text, { reason, liveChatId }, { isStillWanted }) => {
    const address = read(text);
    const end = endOfConversation({
      status: 'ended',
      reason,
      ...(liveChatId !== undefined && { liveChatId }),
    });
    return post({
      isStillWanted,
      serviceUrl: address.copilotServiceUrl,
      conversationId: address.conversationId,
      body: JSON.stringify({
        ...envelopeOf(address),
        from: { id: address.skillId, role: 'skill' },
        recipient: { ...address.customer, role: 'user' },
        ...end,
      }),
      scope: copilotScope(address.copilotAppId),
    });
  };
}
