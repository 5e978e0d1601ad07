import type { LiveChatId } from '../../../../domain/ids.ts';
import type { Listing, ListMessages, ListRequest } from '../messages.ts';

interface NextLook extends PromiseWithResolvers<Listing> {
  request: ListRequest;
}

/**
 * Lists a conversation's messages with one request at a time. What asks while one is under way shares the next, since the answer
 * under way may be older than what it looks for. The next one reaches as far back as any of them wants.
 */
export function sharedLooks(list: ListMessages): ListMessages {
  const next = new Map<LiveChatId, NextLook>();
  const busy = new Set<LiveChatId>();

  async function work(conversation: LiveChatId): Promise<void> {
    busy.add(conversation);
    for (;;) {
      const look = next.get(conversation);
      if (look === undefined) break;
      next.delete(conversation);
      await list(look.request).then(look.resolve, look.reject);
    }
    busy.delete(conversation);
  }

  return (request) => {
    const { conversation } = request;
    const waiting = next.get(conversation);
    const look = waiting ?? { ...Promise.withResolvers<Listing>(), request };
    if (request.since < look.request.since) look.request = request;
    next.set(conversation, look);
    if (!busy.has(conversation)) void work(conversation);
    return look.promise;
  };
}
