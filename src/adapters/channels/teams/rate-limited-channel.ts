import type { CustomerChannel } from '../../../application/ports/customer-channel.ts';
import { readAddress } from '../../bot-framework/conversation-address.ts';
import type { Pacing } from './rate-limiter.ts';

/**
 * The same channel, at no more than the pace that Teams takes: words wait in their lane, and a sign of typing is dropped.
 * The way back to the copilot does not lead through Teams.
 */
export function pacedChannel(channel: CustomerChannel, pacing: Pacing): CustomerChannel {
  return {
    ...channel,
    say: (address, message, attempt) =>
      pacing.through(threadOf(address), () => channel.say(address, message, attempt)),
    typing: (address, isStillWanted) =>
      pacing.ifQuiet(threadOf(address), () => channel.typing(address, isStillWanted)),
  };
}

/** Replies in a channel of a team are conversations of one thread. */
const threadOf = (address: string): string =>
  readAddress(address).conversationId.replace(/;messageid=.*$/, '');
