import { randomUUID } from 'node:crypto';
import type { OpenLiveChat } from '../../../application/ports/live-chat.ts';
import type { LiveChatId } from '../../../domain/ids.ts';
import type { ApiOf } from './api.ts';

/** Shows agents that their words have arrived. Best effort: a receipt that is lost costs nothing but its sign. */
export function receipts(api: ApiOf) {
  const pending = new Map<LiveChatId, string[]>();

  /** What comes while others are on their way goes together after them. */
  async function send({ sessionId, liveChatId }: OpenLiveChat, waiting: string[]): Promise<void> {
    try {
      while (waiting.length > 0) {
        const acks = waiting.splice(0, mostAtOnce).map((conversationEntryId) => ({
          id: randomUUID(),
          entryType: 'Delivery' as const,
          conversationEntryId,
        }));
        await api(sessionId).acknowledge(liveChatId, { acks });
      }
    } finally {
      pending.delete(liveChatId);
    }
  }

  return async (chat: OpenLiveChat, entry: string): Promise<void> => {
    const others = pending.get(chat.liveChatId);
    if (others) {
      others.push(entry);
      return;
    }
    const waiting = [entry];
    pending.set(chat.liveChatId, waiting);
    await send(chat, waiting);
  };
}

const mostAtOnce = 50;
