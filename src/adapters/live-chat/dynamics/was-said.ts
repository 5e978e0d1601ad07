import type { LiveChatMessage } from '../../../application/ports/live-chat.ts';
import { ownIdOf } from './own-id.ts';
import type { ListedMessage } from './wire.ts';

/** How far the clocks may be apart, in milliseconds. */
const skewMs = 2_000;

/** From when on a message is listed that was accepted at this time. */
export const since = (at: number): number => at - skewMs;

/**
 * Whether the list has a message of ours. Which of its own fields Dynamics gives back in a list is not documented. Where it gives
 * our id back, that decides. Else the same text of the same sender since the message was accepted is taken for it.
 */
export function wasSaid(message: LiveChatMessage, key: string, listed: readonly ListedMessage[]): boolean {
  return listed.some((each) => {
    const own = ownIdOf(each);
    return own === undefined ? isSame(message, each) : own === key;
  });
}

function isSame({ text, sender, sessionId, at }: LiveChatMessage, listed: ListedMessage): boolean {
  if (listed.text !== text) return false;
  const { id, name } = listed.from ?? {};
  if (id !== undefined ? id !== sessionId : name !== undefined && name !== sender) return false;
  const listedAt = Date.parse(listed.timestamp ?? '');
  return Number.isNaN(listedAt) || listedAt >= since(at);
}
