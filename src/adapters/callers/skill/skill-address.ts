import { z } from 'zod';
import { personName } from '../../../domain/plain-text.ts';
import { customerOfAddress } from '../../bot-framework/content/speaker.ts';
import { conversationReference } from '../../bot-framework/conversation-reference.ts';
import type { InboundActivity } from '../../bot-framework/inbound-activity.ts';

/** What the way back to the copilot needs of a session's address. */
export const skillAddress = conversationReference.extend({
  /** Where the copilot takes what the skill says on its own. */
  copilotServiceUrl: z.string(),
  copilotAppId: z.string(),
  skillId: z.string(),
  ...customerOfAddress.shape,
});

type OwnPart = Pick<
  z.infer<typeof skillAddress>,
  'copilotServiceUrl' | 'copilotAppId' | 'skillId' | 'customer'
>;

/** The caller's part of an address; the conversation itself and the channel's part come beside it. */
export function skillPartOf(
  { serviceUrl, from = { id: '' }, recipient }: InboundActivity,
  copilotAppId: string,
): OwnPart {
  return {
    copilotServiceUrl: serviceUrl,
    copilotAppId,
    skillId: recipient?.id ?? '',
    customer: {
      id: from.id,
      ...(from.name !== undefined && { name: personName(from.name, '') }),
      ...(from.aadObjectId !== undefined && { aadObjectId: from.aadObjectId }),
    },
  };
}
