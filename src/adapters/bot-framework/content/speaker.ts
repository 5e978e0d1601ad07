import { z } from 'zod';
import type { Speaker } from '../../../application/ports/inbound.ts';
import { personName } from '../../../domain/plain-text.ts';
import type { ReceivedActivity } from '../inbound-activity.ts';
import { ownIds } from '../own-ids.ts';

/** Who the customer of a session is, by its address. */
export const customerOfAddress = z.object({
  customer: z.object({ id: z.string(), name: z.string().optional(), aadObjectId: z.string().optional() }),
});

/**
 * Who speaks, where others than the customer can. An activity without a sender, or of the copilot itself, counts as the
 * customer's, so that a topic can always give the customer back.
 */
export function speakerOf(received: ReceivedActivity): Speaker | undefined {
  const { from, conversation } = received.activity;
  if (from === undefined || conversation.conversationType?.toLowerCase() === 'personal') return undefined;
  if (ownIds(received).has(from.id) || from.role?.toLowerCase() === 'bot') return undefined;
  return {
    name: personName(from.name, 'Participant'),
    isCustomerAt: (customerAddress) => isSamePerson(from, customerIn(customerAddress)),
  };
}

const customerIn = (address: string): Person => customerOfAddress.parse(JSON.parse(address)).customer;

interface Person {
  readonly id: string;
  readonly aadObjectId?: string | undefined;
}

/** A person has an id in the channel and mostly one in the directory, and one of them may be left out at times. */
function isSamePerson(one: Person, other: Person): boolean {
  // Who the customer is was not known when the session began.
  if (other.id === '' || one.id === other.id) return true;
  return one.aadObjectId !== undefined && one.aadObjectId.toLowerCase() === other.aadObjectId?.toLowerCase();
}
