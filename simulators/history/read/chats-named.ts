import type { Sources } from './sources.ts';

/** A chat by the vendor's id, by ours, or by both. */
interface OfChat {
  readonly liveChatId?: string;
  readonly sessionId?: string;
}

/** The id of a chat that was named on the wire; the vendor's own where the chat is not known. */
export type ChatNamed = (named: OfChat) => string | undefined;

/**
 * Chats of a session whose chat before had ended, each with the first one: where words name a session and no chat, late ones open
 * another.
 */
export function straysAmong(chats: Sources['liveChat']['chats']): ReadonlyMap<string, string> {
  const own = new Map<string, (typeof chats)[number]>();
  const strays = new Map<string, string>();
  for (const chat of chats) {
    const session = chat.handoffSessionId ?? chat.id;
    const before = own.get(session);
    const isStray = before?.endedAt !== undefined && before.endedAt <= chat.openedAt;
    if (before && isStray) strays.set(chat.id, before.id);
    else own.set(session, chat);
  }
  return strays;
}

/** A callback may name our session alone, and a request a chat that its vendor knows by several ids. */
export function chatsNamed({ liveChat }: Pick<Sources, 'liveChat'>): ChatNamed {
  const known = new Set(liveChat.chats.map(({ id, idAgain = id }) => idAgain));
  const strays = straysAmong(liveChat.chats);
  const bySession = new Map(
    liveChat.chats.flatMap(({ id, handoffSessionId }) =>
      handoffSessionId === undefined || strays.has(id) ? [] : [[handoffSessionId, id] as const],
    ),
  );
  return ({ liveChatId, sessionId }) => {
    if (liveChatId !== undefined && known.has(liveChatId)) return liveChatId;
    return bySession.get(sessionId ?? '') ?? liveChatId;
  };
}
