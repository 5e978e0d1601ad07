import type { Event } from '../../../simulators/history/event.ts';
import { type Item, itemsIn } from '../../../simulators/history/item.ts';
import { type Stay, staysIn } from '../../../simulators/history/stays.ts';

/** How long a bridge that runs may read nothing of a chat that has words for it, in milliseconds: reconnecting takes 10 s at most. */
const unreadMs = 12_000;

/**
 * The record without the acceptance of words that could not be read in time. A vendor that does not call back takes an agent's
 * words whether or not the bridge has ended the session, so the last ones of a chat may find no customer any more. That is so for
 * the end of what was said in a chat, if the bridge read in it until shortly before the session ended or if it was said only then,
 * or in a chat that never was a session's; everything else that the vendor has kept must arrive.
 */
export function withoutUnread(record: readonly Event[]): readonly Event[] {
  const stays = staysIn(record);
  const chats = Map.groupBy(itemsIn(record).filter(isOfAgent), ({ sent }) => sent[0]?.liveChatId ?? '');
  const unread = new Set(
    [...chats].flatMap(([chat, items]) => {
      const stay = stays.of(chat);
      const excused = stay
        ? unreadTail(items).filter(({ acked }) =>
            isInTime(Math.max(acked[0]?.at ?? 0, lastReadAt(items)), stay, record),
          )
        : items;
      return excused.map(({ acked }) => acked[0]?.index);
    }),
  );
  return record.filter((_, index) => !unread.has(index));
}

const isOfAgent = ({ sent, acked }: Item): boolean => sent[0]?.party === 'live-chat' && acked.length > 0;

/** What was said behind the last word that anyone has seen. */
function unreadTail(items: readonly Item[]): readonly Item[] {
  const inOrder = items.toSorted((a, b) => (a.acked[0]?.index ?? 0) - (b.acked[0]?.index ?? 0));
  const last = inOrder.findLastIndex(({ shown, dead }) => shown.length + dead.length > 0);
  return inOrder.slice(last + 1);
}

const lastReadAt = (items: readonly Item[]): number =>
  Math.max(0, ...items.flatMap(({ shown }) => shown.map(({ at }) => at)));

/** Whether the bridge was reading, or had nothing to read, until shortly before the session ended. */
function isInTime(readUntil: number, stay: Stay, record: readonly Event[]): boolean {
  if (!stay.isKnown) return true;
  const endedAt = record.find((event) => isEndOf(stay, event))?.at;
  if (endedAt === undefined) return false;
  const up = record.findLast(({ type, at }) => (type === 'restart' || type === 'crash') && at <= endedAt);
  return up?.type === 'crash' || Math.max(readUntil, up?.at ?? 0) >= endedAt - unreadMs;
}

/** By another hand than the agent's, which all words of the agent stand before. */
const isEndOf = ({ conversationId, liveChatId, requestedAt }: Stay, event: Event): boolean =>
  (event.type === 'session-refused' ||
    (event.type === 'session-ended' && event.reason !== 'agent') ||
    (event.type === 'end-sent' && event.party === 'copilot')) &&
  event.conversationId === conversationId &&
  event.at >= requestedAt &&
  (!('liveChatId' in event) || event.liveChatId === undefined || event.liveChatId === liveChatId);
