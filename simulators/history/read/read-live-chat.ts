import { z } from 'zod';
import type { OfType } from '../event.ts';
import { openingsTold } from './read-copilot-studio.ts';
import type { Sources } from './sources.ts';

/** Who sends notices to a live chat that knows no other kind of message than words. */
const noticeSender = 'Handoff Bridge';

/** What agents read of customers' words. Transcripts and notices do not count. */
export function shownOnDesk({ liveChat }: Sources): readonly OfType<'shown'>[] {
  return liveChat.chats.flatMap(({ id, messages }) =>
    messages
      .filter(
        ({ from, earlier, sender }) => from === 'customer' && earlier !== true && sender !== noticeSender,
      )
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

const startBody = z.object({ conversationId: z.string(), customer: z.object({ id: z.string() }) });

/**
 * Which conversation a chat is for shows in the customer that its start named; where a start has no name, in what the
 * copilot was told.
 */
export function chatsOpened(sources: Sources): readonly OfType<'chat-opened'>[] {
  const { liveChat, teams } = sources;
  const conversations = new Map(
    teams.chats.flatMap(({ conversationId, customer }) => [
      [customer.aadObjectId, conversationId],
      [customer.id, conversationId],
    ]),
  );
  const starts = new Map<string, { readonly customer: string; readonly at: string }>();
  for (const { body, at, status } of liveChat.requests) {
    const start = startBody.safeParse(body).data;
    if (start && status < 300 && !starts.has(start.conversationId))
      starts.set(start.conversationId, { customer: start.customer.id, at });
  }
  const told = new Map(openingsTold(sources).map((opening) => [opening.liveChatId, opening]));
  return liveChat.chats.flatMap(({ id, idAgain, handoffSessionId }): readonly OfType<'chat-opened'>[] => {
    const opening = handoffSessionId === undefined ? told.get(id) : undefined;
    if (opening) return [{ ...opening, type: 'chat-opened', party: 'live-chat' }];
    const start = starts.get(handoffSessionId ?? '');
    const conversationId = conversations.get(start?.customer ?? '');
    if (!start || conversationId === undefined) return [];
    const at = Date.parse(start.at);
    const chat = { liveChatId: id, ...(idAgain !== undefined && { idAgain }) };
    return [{ type: 'chat-opened', party: 'live-chat', at, conversationId, ...chat }];
  });
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
