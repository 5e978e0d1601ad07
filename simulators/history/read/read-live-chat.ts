import type { OfType } from '../event.ts';
import { chatsNamed } from './chats-named.ts';
import { openingsTold } from './read-copilot-studio.ts';
import { seenAtLiveChat } from './seen.ts';
import type { Sources } from './sources.ts';

/** What agents read of customers' words. Transcripts and notices do not count. */
export function shownOnDesk(sources: Pick<Sources, 'liveChat'>): readonly OfType<'shown'>[] {
  const notices = noticesSent(sources);
  return sources.liveChat.chats.flatMap(({ id, messages }) =>
    messages
      .filter(({ from, earlier }) => from === 'customer' && earlier !== true)
      .filter(({ text }) => !notices.has(`${id} ${text}`))
      .map((message) => ({
        type: 'shown',
        party: 'live-chat',
        direction: 'to-live-chat',
        at: Date.parse(message.at),
        liveChatId: id,
        messageId: message.id,
        text: message.text,
      })),
  );
}

/** The notices of the bridge, each with its chat: a live chat may know no other kind of message than a customer's. */
function noticesSent({ liveChat }: Pick<Sources, 'liveChat'>): ReadonlySet<string> {
  const chatOf = chatsNamed({ liveChat });
  return new Set(
    liveChat.requests.flatMap((request) => {
      const told = liveChat.reads.request(seenAtLiveChat(request));
      return told?.step === 'say' && told.kind === 'notice' ? [`${chatOf(told)} ${told.text}`] : [];
    }),
  );
}

/**
 * Which conversation a chat is for shows in the customer that its start named, or in a customer's name that no other has; else in
 * what the copilot was told, which may be of a later chat that was given the same id.
 */
export function chatsOpened(sources: Sources): readonly OfType<'chat-opened'>[] {
  const named = customersNamed(sources);
  const told = new Map(openingsTold(sources).map((opening) => [opening.liveChatId, opening.conversationId]));
  const byCustomer = conversationsByCustomer(sources);
  return sources.liveChat.chats.flatMap((chat): readonly OfType<'chat-opened'>[] => {
    const { id, idAgain, handoffSessionId, customerName, openedAt } = chat;
    const conversationId =
      byCustomer(named.get(handoffSessionId ?? '')) ??
      byCustomer(customerName) ??
      (idAgain === undefined ? told.get(id) : undefined);
    if (conversationId === undefined) return [];
    const opened = { liveChatId: id, ...(idAgain !== undefined && { idAgain }) };
    return [{ type: 'chat-opened', party: 'live-chat', at: Date.parse(openedAt), conversationId, ...opened }];
  });
}

/** The customers that starts named, by our sessions. */
function customersNamed({ liveChat }: Sources): ReadonlyMap<string, string> {
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

/** At the bridge's request, or by the agent. */
export function chatsEnded({ liveChat }: Sources): readonly OfType<'chat-ended'>[] {
  return liveChat.chats
    .filter(({ status }) => status === 'ended')
    .map(({ id, endedAt }) => ({
      type: 'chat-ended',
      party: 'live-chat',
      at: endedAt === undefined ? Date.now() : Date.parse(endedAt),
      liveChatId: id,
    }));
}
