import type { CustomerChannel } from '../../application/ports/customer-channel.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { whoseAttempt } from './failures.ts';
import { channelHealthSignalOf } from './health-signal.ts';

/** The same channel, left alone while it fails. */
export function guardedChannel(channel: CustomerChannel, breaker: CircuitBreaker): CustomerChannel {
  return {
    ...channel,
    say: (address, message, attempt) =>
      breaker.run(whoseAttempt(attempt), () => channel.say(address, message, attempt), channelHealthSignalOf),
    async typing(address, isStillWanted) {
      if (breaker.state === 'closed') await channel.typing(address, isStillWanted);
    },
  };
}
