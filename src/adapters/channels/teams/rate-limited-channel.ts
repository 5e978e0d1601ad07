import { z } from 'zod';
import type { CustomerChannel } from '../../../application/ports/customer-channel.ts';
import { addressReader } from '../../bot-framework/address-reader.ts';
import type { RateLimiter } from '../../http/client/rate-limiter.ts';
import type { Limit } from '../../http/client/sliding-window.ts';

/**
 * Teams' limits for one bot in one thread, from "Optimize your bot with rate limiting in Teams".
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
export const teamsThreadLimits: readonly Limit[] = [
  { most: 7, withinMs: 1_000 },
  { most: 8, withinMs: 2_000 },
  { most: 60, withinMs: 30_000 },
  { most: 1_800, withinMs: 3_600_000 },
];

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
