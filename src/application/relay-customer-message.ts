import { isOpen } from '../domain/handoff-session.ts';
import type { ChangeSession, SessionChanged } from './changes/change-session.ts';
import type { DrivenPorts } from './driven-ports.ts';
import { type Awaitable, andThen } from './ports/awaitable.ts';
import type { CustomerMessageAnswer, RelayCustomerMessage, RelayCustomerTyping } from './ports/inbound.ts';
import type { LiveChat } from './ports/live-chat.ts';
import type { SessionStore, StoredSession } from './ports/session-store.ts';

interface Ports extends Pick<DrivenPorts, 'store'> {
  readonly change: ChangeSession;
}

export function relayCustomerMessage({ change, store }: Ports): RelayCustomerMessage {
  return ({ conversationId, messageId, speaker, ...message }) => {
    const inbound = { id: `message:${messageId}`, answer: 'accepted' };
    const relayed = change({
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
    const answeredBefore = () => store.replyTo(conversationId, inbound.id);
    return relayed.then((changed) => messageAnswer(changed, answeredBefore));
  };
}

function messageAnswer(
  changed: SessionChanged,
  answeredBefore: () => ReturnType<SessionStore['replyTo']>,
): Awaitable<CustomerMessageAnswer> {
  switch (changed.outcome) {
    case 'changed':
    case 'repeated':
      return { outcome: 'accepted' };
    case 'full':
      return { outcome: 'full' };
    case 'refused': {
      const { session } = changed;
      return andThen(answeredBefore(), (before): CustomerMessageAnswer => {
        if (before) return { outcome: 'accepted' };
        return session?.status === 'closing'
          ? { outcome: 'none', lastEnd: session.reason }
          : { outcome: 'none' };
      });
    }
    case 'lease-lost':
    case 'live-chat-taken':
      throw new Error(`a customer's message cannot be ${changed.outcome}`);
  }
}

/** Only while nothing waits: typing must not overtake the words before it, and is worth nothing later. */
export function relayCustomerTyping(
  store: Pick<SessionStore, 'ofConversation'>,
  liveChat: LiveChat,
): RelayCustomerTyping {
  return async (conversationId) => {
    if (!liveChat.capabilities.typing) return;
    const found = await foundOrNothing(() => store.ofConversation(conversationId));
    if (!found || !isOpen(found.session) || found.session.status === 'requested') return;
    if (found.pending['to-live-chat'] > 0) return;
    const { id: sessionId, liveChatId } = found.session;
    await liveChat.typing({ sessionId, liveChatId }).catch(() => undefined);
  };
}

/** Typing that is not shown is no loss. */
async function foundOrNothing(find: () => Awaitable<StoredSession | undefined>) {
  try {
    return await find();
  } catch {
    return undefined;
  }
}
