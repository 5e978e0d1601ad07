import { z } from 'zod';
import { customerOfAddress } from '../content/speaker.ts';
import { conversationReference, envelopeOf } from '../conversation-reference.ts';

/** What the way to a customer of a connected agent needs of a session's address. */
export const callbackAddress = conversationReference.extend({
  /** Where words go, sealed. */
  callback: z.string(),
  /** The bridge as the copilot addresses it. */
  agentId: z.string().optional(),
  ...customerOfAddress.shape,
});

export type CallbackAddress = z.infer<typeof callbackAddress>;

/** What every activity to a callback has. The callback itself is in none. */
export const callbackEnvelope = ({ agentId, customer, ...reference }: CallbackAddress) => ({
  ...envelopeOf(reference),
  ...(agentId !== undefined && { from: { id: agentId } }),
  ...(customer.id !== '' && { recipient: { id: customer.id } }),
});
