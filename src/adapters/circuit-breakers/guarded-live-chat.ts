import type { LiveChat } from '../../application/ports/live-chat.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { verdicts } from './verdict.ts';

/** The same live chat, left alone while it fails. */
export function guardedLiveChat(liveChat: LiveChat, breaker: CircuitBreaker): LiveChat {
  const judge = verdicts();
  return {
    capabilities: liveChat.capabilities,
    start: (start, key) =>
      breaker.through(
        () => liveChat.start(start, key),
        (outcome) => judge(outcome, key),
        'reluctant',
      ),
    say: (message, key) =>
      breaker.through(
        () => liveChat.say(message, key),
        (outcome) => judge(outcome, key),
      ),
    end: (id, reason, key) =>
      breaker.through(
        () => liveChat.end(id, reason, key),
        (outcome) => judge(outcome, key),
      ),
    async typing(id) {
      if (breaker.state === 'closed') await liveChat.typing(id);
    },
  };
}
