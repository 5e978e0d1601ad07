import type { Event, OfType } from './event.ts';
import { conversationsOfChats } from './item.ts';

type EndEvent = OfType<'end-sent' | 'session-ended' | 'session-refused'>;

/** A chat and what is known of the session that it belongs to. */
export interface Stay {
  readonly liveChatId: string;
  readonly conversationId: string;
  readonly chat: OfType<'chat-opened'>;
  /** When the copilot asked for the session; when the chat was opened where that is not known. */
  readonly requestedAt: number;
  /** Whether the copilot was ever told of it. */
  readonly isKnown: boolean;
}

export interface Stays {
  of(liveChatId: string): Stay | undefined;
  readonly all: readonly Stay[];
  /** The first end that a side asked for or was told, of this chat or of its conversation, from the request to `until`. */
  endOf(stay: Stay, until: number, except?: Event): EndEvent | undefined;
  /** Whether the bridge ended it by itself, which it tells only after the commit. */
  isOwnEnd(stay: Stay): boolean;
}

/** The stays with a human that a record shows. */
export function staysIn(record: readonly Event[]): Stays {
  const requests = record.filter((event) => event.type === 'session-requested');
  const known = new Set(
    record.flatMap((event) => (event.type === 'session-opened' ? [event.liveChatId] : [])),
  );
  const all = record
    .filter((event) => event.type === 'chat-opened')
    .map((chat): Stay => {
      const { liveChatId, conversationId, at } = chat;
      const request = requests.findLast((each) => each.conversationId === conversationId && each.at <= at);
      return {
        liveChatId,
        conversationId,
        chat,
        requestedAt: request?.at ?? at,
        isKnown: known.has(liveChatId),
      };
    });
  const byId = new Map(all.map((stay) => [stay.liveChatId, stay]));
  const ends = record.filter(isEnd);
  const conversations = conversationsOfChats(record);
  const ownEnds = new Set(ends.flatMap((event) => (isOwn(event) ? [event.liveChatId] : [])));
  return {
    isOwnEnd: ({ liveChatId }) => ownEnds.has(liveChatId),
    all,
    of: (liveChatId) => byId.get(liveChatId),
    endOf: ({ liveChatId, conversationId, requestedAt }, until, except) =>
      ends.find((event) => {
        if (event === except || event.at < requestedAt || event.at > until) return false;
        const chat = 'liveChatId' in event ? event.liveChatId : undefined;
        if (chat !== undefined) return chat === liveChatId || conversations.get(chat) === undefined;
        return 'conversationId' in event && event.conversationId === conversationId;
      }),
  };
}

/**
 * Chats under an id that another session still held, and that no side was told of. The bridge can use none of them, nor tell
 * their callbacks from those of the session that has the id.
 */
export function unusedChats(record: readonly Event[]): ReadonlySet<string> {
  const again = staysIn(record).all.filter(({ chat, isKnown }) => chat.idAgain !== undefined && !isKnown);
  return new Set(again.map(({ liveChatId }) => liveChatId));
}

const isEnd = (event: Event): event is EndEvent =>
  event.type === 'end-sent' || event.type === 'session-ended' || event.type === 'session-refused';

const ownReasons: ReadonlySet<string | undefined> = new Set(['idle', 'too-long', 'failed']);

const isOwn = (event: EndEvent): event is OfType<'session-ended'> =>
  event.type === 'session-ended' && ownReasons.has(event.reason);
