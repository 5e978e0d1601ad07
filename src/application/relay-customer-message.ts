import { isOpen } from '../domain/handoff-session.ts';
import type { ChangeSession } from './changes/change-session.ts';
import type { DrivenPorts } from './driven-ports.ts';
import type { RelayCustomerMessage, RelayCustomerTyping } from './ports/inbound.ts';
import type { LiveChat } from './ports/live-chat.ts';
import type { SessionStore } from './ports/session-store.ts';

interface Ports extends Pick<DrivenPorts, 'store'> {
  readonly change: ChangeSession;
}

export function relayCustomerMessage({ change, store }: Ports): RelayCustomerMessage {
  return async ({ conversationId, messageId, speaker, ...message }) => {
    const inbound = { id: `message:${messageId}`, answer: 'accepted' };
    const relayed = await change({
      find: () => store.ofConversation(conversationId),
      command: {
        type: 'say-as-customer',
        inSession: ({ customerAddress }) => {
          const isBystander = speaker !== undefined && !speaker.isCustomerAt(customerAddress);
          const by = isBystander ? { bystander: speaker.name } : {};
          return { type: 'say-as-customer', messageId, ...message, ...by };
        },
      },
      inbound,
      needsRoomIn: 'to-live-chat',
    });
    switch (relayed.outcome) {
      case 'changed':
      case 'repeated':
        return { outcome: 'accepted' };
      case 'full':
        return { outcome: 'full' };
      case 'refused': {
        if (await store.replyTo(conversationId, inbound.id)) return { outcome: 'accepted' };
        const { session } = relayed;
        return session?.status === 'closing'
          ? { outcome: 'none', lastEnd: session.reason }
          : { outcome: 'none' };
      }
      case 'lease-lost':
      case 'live-chat-taken':
        throw new Error(`a customer's message cannot be ${relayed.outcome}`);
    }
  };
}

/** Only while nothing waits: typing must not overtake the words before it, and is worth nothing later. */
export function relayCustomerTyping(
  store: Pick<SessionStore, 'ofConversation'>,
  liveChat: LiveChat,
): RelayCustomerTyping {
  return async (conversationId) => {
    if (!liveChat.capabilities.typing) return;
    // Typing that is not shown is no loss.
    const found = await store.ofConversation(conversationId).catch(() => undefined);
    if (!found || !isOpen(found.session) || found.session.status === 'requested') return;
    if (found.pending['to-live-chat'] > 0) return;
    const { id: sessionId, liveChatId } = found.session;
    await liveChat.typing({ sessionId, liveChatId }).catch(() => undefined);
  };
}
