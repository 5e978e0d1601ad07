import type { Sources } from './sources.ts';

/** A chat by the vendor's id, by ours, or by both. */
interface OfChat {
  readonly liveChatId?: string;
  readonly sessionId?: string;
}

/** The id of a chat that was named on the wire; the vendor's own where the chat is not known. */
export type ChatNamed = (named: OfChat) => string | undefined;

/** A callback may name our session alone, and a request a chat that its vendor knows by several ids. */
export function chatsNamed({ liveChat }: Pick<Sources, 'liveChat'>): ChatNamed {
  const known = new Set(liveChat.chats.map(({ id, idAgain = id }) => idAgain));
  const bySession = new Map(
    liveChat.chats.flatMap(({ id, handoffSessionId }) =>
      handoffSessionId === undefined ? [] : [[handoffSessionId, id] as const],
    ),
  );
  return ({ liveChatId, sessionId }) => {
    if (liveChatId !== undefined && known.has(liveChatId)) return liveChatId;
    return bySession.get(sessionId ?? '') ?? liveChatId;
  };
}
