import { z } from 'zod';
import type { InboundActivity } from './inbound-activity.ts';

/** Names the customer's conversation in whatever is said there; part of every session's address. */
export const conversationReference = z.object({
  channelId: z.string(),
  conversationId: z.string(),
  tenantId: z.string().optional(),
  locale: z.string().optional(),
});

export type ConversationReference = z.infer<typeof conversationReference>;

/** `ownTenantId` is that of a conversation that names none. */
export function referenceOf(
  { channelId, conversation, channelData, locale }: InboundActivity,
  ownTenantId: string,
): ConversationReference & { readonly tenantId: string } {
  return {
    channelId,
    conversationId: conversation.id,
    tenantId: conversation.tenantId ?? channelData?.tenant?.id ?? ownTenantId,
    ...(locale !== undefined && { locale }),
  };
}

/** What every activity in a conversation has. */
export function envelopeOf({ channelId, conversationId, tenantId, locale }: ConversationReference) {
  return {
    channelId,
    conversation: { id: conversationId, ...(tenantId !== undefined && { tenantId }) },
    ...(locale !== undefined && { locale }),
  };
}
