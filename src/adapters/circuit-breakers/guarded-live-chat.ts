import type { LiveChat } from '../../application/ports/live-chat.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';

/** The same live chat, left alone while it fails. A session is known by its live chat, and before there is one by its own id. */
export function guardedLiveChat(liveChat: LiveChat, breaker: CircuitBreaker): LiveChat {
  return {
    capabilities: liveChat.capabilities,
    start: (start, key) =>
      breaker.run({ session: start.sessionId, message: key }, () => liveChat.start(start, key)),
    say: (message, key) =>
      breaker.run({ session: message.liveChatId, message: key }, () => liveChat.say(message, key)),
    end: (id, reason, key) => breaker.run({ session: id, message: key }, () => liveChat.end(id, reason, key)),
    async typing(id) {
      if (breaker.state === 'closed') await liveChat.typing(id);
    },
  };
}
