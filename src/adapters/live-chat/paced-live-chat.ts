import type { Clock } from '../../application/ports/clock.ts';
import type { LiveChat } from '../../application/ports/live-chat.ts';
import { type RateLimits, rateLimiter } from '../http/client/rate-limiter.ts';

/** What a vendor takes of one process; it stays below that. `threadLimits` are of the messages of one session. */
export interface LiveChatPace extends RateLimits {
  /** How many requests a call may make, 1 where it is not named. */
  readonly requests?: { readonly [Call in 'start' | 'say' | 'end']?: number };
}

/**
 * The same live chat, at no more than the vendor's pace: a start, a message and an end are `deferred` until there is room, and a
 * sign of typing or a receipt is dropped. An end and a receipt are no messages, so messages do not hold them up.
 */
export function pacedLiveChat(
  liveChat: LiveChat,
  { requests = {}, ...limits }: LiveChatPace,
  clock: Clock,
): LiveChat {
  const limiter = rateLimiter(clock, limits);
  return {
    ...liveChat,
    start: (start, attempt) =>
      limiter.run(start.sessionId, () => liveChat.start(start, attempt), requests.start),
    say: (message, attempt) =>
      limiter.run(message.sessionId, () => liveChat.say(message, attempt), requests.say),
    end: (chat, reason, attempt) =>
      limiter.run(undefined, () => liveChat.end(chat, reason, attempt), requests.end),
    typing: (chat) => limiter.runIfIdle(chat.sessionId, () => liveChat.typing(chat)),
    receipt: (chat, messageId, receipt) =>
      limiter.runIfIdle(undefined, async () => liveChat.receipt?.(chat, messageId, receipt)),
  };
}
