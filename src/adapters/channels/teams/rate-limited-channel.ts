import { z } from 'zod';
import type { CustomerChannel } from '../../../application/ports/customer-channel.ts';
import { addressReader } from '../../bot-framework/address-reader.ts';
import type { RateLimiter } from '../../http/client/rate-limiter.ts';

/** The same channel, at no more than the pace that Teams takes: words wait in their lane, and a sign of typing is dropped. */
export function rateLimitedChannel(channel: CustomerChannel, limiter: RateLimiter): CustomerChannel {
  const read = addressReader(z.object({ conversationId: z.string() }));
  const threadOf = (address: string) => threadIn(read(address).conversationId);
  return {
    ...channel,
    say: (address, message, attempt) =>
      limiter.run(threadOf(address), () => channel.say(address, message, attempt)),
    typing: (address, isStillWanted) =>
      limiter.runIfIdle(threadOf(address), () => channel.typing(address, isStillWanted)),
  };
}

/** Replies in a channel of a team are conversations of one thread. */
const threadIn = (conversationId: string): string => conversationId.replace(/;messageid=.*$/, '');
