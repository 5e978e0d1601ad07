import type { LiveChat } from '../../application/ports/live-chat.ts';
import type { Breakers } from './breakers.ts';

/** The same live chat, left alone while it fails. A session is known by its live chat, and before there is one by its own id. */
export function guardedLiveChat(liveChat: LiveChat, breakers: Pick<Breakers, 'of'>): LiveChat {
  const breaker = breakers.of({ role: 'live-chat', id: liveChat.id });
  return {
    id: liveChat.id,
    capabilities: liveChat.capabilities,
    split: liveChat.split,
    start: (start, attempt) =>
      breaker.run({ session: start.sessionId, message: attempt.key }, () => liveChat.start(start, attempt)),
    say: (message, attempt) =>
      breaker.run({ session: message.liveChatId, message: attempt.key }, () =>
        liveChat.say(message, attempt),
      ),
    end: (chat, reason, attempt) =>
      breaker.run({ session: chat.liveChatId, message: attempt.key }, () =>
        liveChat.end(chat, reason, attempt),
      ),
    async typing(chat) {
      if (breaker.state === 'closed') await liveChat.typing(chat);
    },
  };
}
