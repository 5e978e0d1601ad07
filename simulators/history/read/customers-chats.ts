import { seenAtLiveChat } from './seen.ts';
import type { Sources } from './sources.ts';

/** The conversations of chats, by the customer that their start named, or by a customer's name that no other has. */
export function conversationsOfChats(
  sources: Pick<Sources, 'teams' | 'liveChat'>,
): ReadonlyMap<string, string> {
  const named = customersNamed(sources);
  const byCustomer = conversationsByCustomer(sources);
  return new Map(
    sources.liveChat.chats.flatMap(({ id, handoffSessionId, customerName }) => {
      const conversationId = byCustomer(named.get(handoffSessionId ?? '')) ?? byCustomer(customerName);
      return conversationId === undefined ? [] : [[id, conversationId] as const];
    }),
  );
}

/** The customers that starts named, by our sessions. */
function customersNamed({ liveChat }: Pick<Sources, 'liveChat'>): ReadonlyMap<string, string> {
  const customers = new Map<string, string>();
  for (const request of liveChat.requests) {
    const told = liveChat.reads.request(seenAtLiveChat(request));
    if (told?.step === 'start' && told.sessionId !== undefined && told.customerId !== undefined)
      customers.set(told.sessionId, told.customerId);
  }
  return customers;
}

/** A conversation by a name of its customer: an id, or the name that people use where it is no other's. */
export function conversationsByCustomer({
  teams,
}: Pick<Sources, 'teams'>): (customer: string | undefined) => string | undefined {
  const known = new Map<string, string | undefined>();
  for (const { conversationId, customer } of teams.chats) {
    known.set(customer.name, known.has(customer.name) ? undefined : conversationId);
  }
  for (const { conversationId, customer } of teams.chats) {
    known.set(customer.id, conversationId).set(customer.aadObjectId, conversationId);
  }
  return (customer) => (customer === undefined ? undefined : known.get(customer));
}
