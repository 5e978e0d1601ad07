import type { Caller } from '../../application/ports/caller.ts';
import type { CustomerChannel } from '../../application/ports/customer-channel.ts';
import type { DeliveryAttempt } from '../../application/ports/delivery-attempt.ts';
import type { LiveChat } from '../../application/ports/live-chat.ts';
import type { Breakers } from './breakers.ts';
import type { AttemptSource } from './failures.ts';
import { channelHealthSignalOf } from './health-signal.ts';

/* The same peers, left alone while they fail. */

type Known = Pick<Breakers, 'of'>;

const whose = ({ sessionId, messageId }: DeliveryAttempt): AttemptSource => ({
  session: sessionId,
  message: messageId,
});

export function guardedCaller<Guarded extends Caller>(caller: Guarded, breakers: Known): Guarded {
  const breaker = breakers.of({ role: 'caller', id: caller.id });
  return {
    ...caller,
    giveBack: (address, end, attempt) =>
      breaker.run(whose(attempt), () => caller.giveBack(address, end, attempt), channelHealthSignalOf),
  };
}

export function guardedChannel(channel: CustomerChannel, breakers: Known): CustomerChannel {
  const breaker = breakers.of({ role: 'channel', id: channel.id });
  return {
    ...channel,
    say: (address, message, attempt) =>
      breaker.run(whose(attempt), () => channel.say(address, message, attempt), channelHealthSignalOf),
    async typing(address, isStillWanted) {
      if (breaker.state === 'closed') await channel.typing(address, isStillWanted);
    },
  };
}

/** A session is known by its live chat, and before there is one by its own id. */
export function guardedLiveChat(liveChat: LiveChat, breakers: Known): LiveChat {
  const breaker = breakers.of({ role: 'live-chat', id: liveChat.id });
  return {
    ...liveChat,
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
    async receipt(chat, messageId, receipt) {
      if (breaker.state === 'closed') await liveChat.receipt?.(chat, messageId, receipt);
    },
  };
}
