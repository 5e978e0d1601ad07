import type { Delivery } from '../../../application/ports/delivery.ts';
import type { GenesysApi } from './api.ts';
import { delivered, isInvalid, ownRefusal, successOf, undecided } from './outcomes.ts';
import { isOfCustomer, isOver } from './participants.ts';
import { asMeant, conversation } from './wire.ts';

/** Disconnects the customer, which ends the conversation. One that is over, or not known, is ended. */
export async function endConversation(api: GenesysApi, id: string): Promise<Delivery> {
  const looked = await api.conversation(id);
  if (ownRefusal(looked) === 404) return delivered;
  const found = conversation.safeParse(asMeant(successOf(looked)?.body)).data;
  if (!found) return undecided(looked);
  const connected = found.participants.filter((each) => isOfCustomer(each) && !isOver(each));
  for (const { id: participant } of connected) {
    const ended = await disconnect(api, id, participant);
    if (ended.outcome !== 'delivered') return ended;
  }
  return delivered;
}

async function disconnect(api: GenesysApi, id: string, participant: string): Promise<Delivery> {
  const result = await api.disconnect(id, participant);
  // Whatever a success says: no body is promised.
  if (successOf(result))
    return result.outcome === 'answered' && result.isPage ? undecided(result) : delivered;
  const status = ownRefusal(result);
  if (status === 404) return delivered;
  return isInvalid(status) ? { outcome: 'rejected', cause: String(status) } : undecided(result);
}
