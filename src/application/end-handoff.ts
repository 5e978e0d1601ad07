import { isOpen, liveChatIdOf } from '../domain/handoff-session.ts';
import type { LiveChatId } from '../domain/ids.ts';
import type { ChangeSession } from './changes/change-session.ts';
import type { DrivenPorts } from './driven-ports.ts';
import type { EndAnswer, EndHandoff, EndRequest } from './ports/inbound.ts';
import type { SessionStore, StoredSession } from './ports/session-store.ts';
import { untilAttemptsSettled } from './until-attempts-settled.ts';

interface Ports extends Pick<DrivenPorts, 'store' | 'outbox' | 'clock'> {
  readonly change: ChangeSession;
}

/** Once it is answered, no send to the customer begins. */
export function endHandoff(ports: Ports): EndHandoff {
  const { change, store } = ports;
  return async (request) => {
    const { conversationId, requestId, by } = request;
    const inbound = { id: `end:${requestId}`, answer: 'ended' };
    let isRefused = false;
    const ended = await change({
      find: async () => {
        const found = await meant(store, request);
        isRefused = found !== undefined && isBystanders(found, request);
        return isRefused ? undefined : found;
      },
      command: { type: 'end-handoff', by },
      inbound,
    });
    if (ended.outcome === 'changed') {
      if (!request.carriesWords) await untilAttemptsSettled(ports, ended.session.id);
      return endedWith(liveChatIdOf(ended.session));
    }
    const before = await store.replyTo(conversationId, inbound.id);
    if (!before) return { status: isRefused ? 'not-the-customer' : 'none' };
    await untilAttemptsSettled(ports, before.sessionId);
    const stored = await store.ofId(before.sessionId);
    return endedWith(stored && liveChatIdOf(stored.session));
  };
}

/**
 * The session that the conversation has, unless another conversation's live chat is named. A copilot may still name an
 * earlier one of the same conversation: the farewell of that session can reach it while it asks for the next.
 */
async function meant(
  store: SessionStore,
  { conversationId, liveChatId }: EndRequest,
): Promise<StoredSession | undefined> {
  const found = await store.ofConversation(conversationId);
  if (!found || liveChatId === undefined || liveChatIdOf(found.session) === liveChatId) return found;
  const other = await store.ofLiveChat(liveChatId);
  return other?.session.conversationId === conversationId ? found : undefined;
}

/** The person who asked for the agent decides when that is over; a closing session ends by itself. */
const isBystanders = ({ session }: StoredSession, { speaker }: EndRequest): boolean =>
  speaker !== undefined && isOpen(session) && !speaker.isCustomerAt(session.customerAddress);

const endedWith = (liveChatId: LiveChatId | undefined): EndAnswer =>
  liveChatId === undefined ? { status: 'ended' } : { status: 'ended', liveChatId };
