import type { Event, OfType } from './event.ts';

type Opened = OfType<'chat-opened'>;

/**
 * Names the chats in events from the wire as the live chat itself tells them apart. Where several chats had the same id,
 * one after the other, words of a conversation are of its own chat, and all others of the newest that was open by then.
 */
export function tellApart(opened: readonly Opened[]): <Each extends Event>(event: Each) => Each {
  const byId = Map.groupBy(opened, ({ liveChatId, idAgain }) => idAgain ?? liveChatId);
  return (event) => {
    const id = 'liveChatId' in event ? event.liveChatId : undefined;
    const chats = id === undefined ? [] : (byId.get(id) ?? []);
    if (chats.length < 2) return event;
    const conversationId = 'conversationId' in event ? event.conversationId : undefined;
    const fitting = chats.filter((chat) => (conversationId ?? chat.conversationId) === chat.conversationId);
    const chat = fitting.findLast(({ at }) => at <= event.at) ?? fitting[0];
    return chat ? { ...event, liveChatId: chat.liveChatId } : event;
  };
}
