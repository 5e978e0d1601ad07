import type { Retryable } from '../../../application/ports/delivery.ts';
import type { GenesysApi } from './api.ts';
import { ownRefusal, successOf, undecided } from './outcomes.ts';
import { isOfCustomer } from './participants.ts';
import { asMeant, conversation, messagesAnswer, type ReadMessage } from './wire.ts';

/** How many of the customer's last messages are read: what goes to one chat goes one after the other. */
const lastRead = 10;

/**
 * Whether a message of ours has arrived in its conversation, by the id that we gave it. Where the conversation has no message of
 * the customer's, or does not give our ids back, it counts as missing.
 */
export async function hasArrived(
  api: GenesysApi,
  id: string,
  ownId: string,
): Promise<'arrived' | 'missing' | Retryable> {
  const looked = await api.conversation(id);
  if (ownRefusal(looked) === 404) return 'missing';
  const found = conversation.safeParse(asMeant(successOf(looked)?.body)).data;
  if (!found) return undecided(looked);
  const said = found.participants.filter(isOfCustomer).flatMap(({ messages = [] }) => messages);
  const ids = said.flatMap((each) => each ?? []).slice(-lastRead);
  if (ids.length === 0) return 'missing';
  const read = await api.messages(id, ids);
  const messages = messagesAnswer.safeParse(asMeant(successOf(read)?.body)).data?.entities;
  if (!messages) return undecided(read);
  return messages.some((each) => hasId(each, ownId)) ? 'arrived' : 'missing';
}

const hasId = ({ providerMessageId, normalizedMessage }: ReadMessage, ownId: string): boolean =>
  providerMessageId === ownId || normalizedMessage?.channel?.messageId === ownId;
