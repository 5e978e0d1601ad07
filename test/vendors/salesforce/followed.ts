import { vi } from 'vitest';
import type { FeedEvent, LiveChatFeed } from '../../../src/application/ports/live-chat-feed.ts';
import { type LiveChatId, liveChatId } from '../../../src/domain/ids.ts';
import { session } from '../../adapters/live-chat/salesforce/organization.ts';

/** A conversation as a follower hears it, which notes down what it is told. */
export function followed(feed: LiveChatFeed, chat: string, bookmark?: string) {
  const events: FeedEvent[] = [];
  const heard: boolean[] = [];
  const aborting = new AbortController();
  const id: LiveChatId = liveChatId(chat);
  const listener = {
    hear: async (event: FeedEvent) => void events.push(event),
    heard: (isHeard: boolean) => void heard.push(isHeard),
  };
  const over = feed
    .follow(
      { sessionId: session, liveChatId: id, ...(bookmark !== undefined && { bookmark }) },
      listener,
      aborting.signal,
    )
    .then(
      () => 'stopped' as const,
      (error: Error) => error.message,
    );
  return {
    events,
    over,
    told: () => events.map(inWords),
    isHeard: () => vi.waitFor(() => heard.length > 0 || Promise.reject(new Error('it is not heard')), 3000),
    async hears(...expected: readonly string[]): Promise<void> {
      await vi.waitFor(() => {
        const told = events.map(inWords);
        if (told.join() !== expected.join())
          throw new Error(`heard ${told.join()} in place of ${expected.join()}`);
      }, 4000);
    },
    stop: () => aborting.abort(),
  };
}

/** An event in a few words. */
function inWords(event: FeedEvent): string {
  if (event.kind === 'message')
    return `${event.isAutomatic ? 'automatic' : (event.agentName ?? 'no name')}: ${event.text}`;
  const { type, ...rest } = event.status;
  return [type, ...Object.values(rest)].join(' ');
}
