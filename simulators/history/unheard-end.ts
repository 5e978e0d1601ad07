import { type Event, isSuccess } from './event.ts';
import type { Item } from './item.ts';

/** How long words may still be under way when the bridge has heard of an end, in milliseconds. */
const underWayMs = 1000;

/**
 * Words that a live chat took after its agent had ended the chat, before the bridge had heard of that or just then. They may have
 * reached the chat at any time of their attempt, and the bridge may have heard of the end as late as its answer.
 */
export function afterUnheardEnd(record: readonly Event[]): (item: Item) => boolean {
  const endedAt = new Map(
    record.flatMap((event) => (event.type === 'chat-ended' ? [[event.liveChatId, event.at] as const] : [])),
  );
  const heardAt = new Map(
    record.flatMap((event) =>
      event.type === 'end-sent' && event.party === 'live-chat' && isSuccess(event.status)
        ? [[event.liveChatId, event.answeredAt ?? event.at] as const]
        : [],
    ),
  );
  return ({ attempted }) =>
    attempted.some(({ liveChatId = '', at, endedAt: answeredAt = at }) => {
      const end = endedAt.get(liveChatId);
      return end !== undefined && end <= answeredAt && at <= (heardAt.get(liveChatId) ?? at) + underWayMs;
    });
}
