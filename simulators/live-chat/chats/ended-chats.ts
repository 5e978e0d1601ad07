import type { EndedChat } from '../live-chat.ts';
import { idOnWire } from './chat-record.ts';
import type { ChatRegistry } from './chat-registry.ts';

/** The ids that a vendor who gives ids again may give now, in the order of their ends. */
export function endedChats(
  registry: ChatRegistry,
  isSending: (chatId: string) => boolean,
): readonly EndedChat[] {
  return registry
    .chats()
    .filter(
      (chat) => chat.status === 'ended' && chat === registry.byId(idOnWire(chat)) && !isSending(chat.id),
    )
    .map((chat) => ({ id: idOnWire(chat), endedAt: Date.parse(chat.endedAt ?? chat.changedAt) }))
    .sort((a, b) => a.endedAt - b.endedAt);
}
