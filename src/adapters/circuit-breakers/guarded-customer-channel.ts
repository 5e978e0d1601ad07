import type { ChannelAttempt, CustomerChannel } from '../../application/ports/customer-channel.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import type { Whose } from './failures.ts';
import { channelVerdictOf } from './health-signal.ts';

/** The same channel; Teams and the copilot behind it are each left alone while they fail. */
export function guardedCustomerChannel(
  channel: CustomerChannel,
  breakers: { readonly teams: CircuitBreaker; readonly copilot: CircuitBreaker },
): CustomerChannel {
  return {
    split: channel.split,
    say: (address, message, attempt) =>
      breakers.teams.through(
        whoseIs(attempt),
        () => channel.say(address, message, attempt),
        channelVerdictOf,
      ),
    async typing(address, isStillWanted) {
      if (breakers.teams.state === 'closed') await channel.typing(address, isStillWanted);
    },
    returnToCopilot: (address, end, attempt) =>
      breakers.copilot.through(
        whoseIs(attempt),
        () => channel.returnToCopilot(address, end, attempt),
        channelVerdictOf,
      ),
  };
}

const whoseIs = ({ sessionId, messageId }: ChannelAttempt): Whose => ({
  session: sessionId,
  message: messageId,
});
