import type { CustomerChannel } from '../../application/ports/customer-channel.ts';
import type { Breakers } from './breakers.ts';
import { whoseAttempt } from './failures.ts';
import { channelHealthSignalOf } from './health-signal.ts';

/** The same channel, left alone while it fails. */
export function guardedChannel(channel: CustomerChannel, breakers: Pick<Breakers, 'of'>): CustomerChannel {
  const breaker = breakers.of({ role: 'channel', id: channel.id });
  return {
    ...channel,
    say: (address, message, attempt) =>
      breaker.run(whoseAttempt(attempt), () => channel.say(address, message, attempt), channelHealthSignalOf),
    async typing(address, isStillWanted) {
      if (breaker.state === 'closed') await channel.typing(address, isStillWanted);
    },
  };
}
