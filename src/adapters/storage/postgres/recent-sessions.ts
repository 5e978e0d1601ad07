import type { Outgoing } from '../../../application/ports/outbox.ts';
import type { Change, Recalled, StoredSession } from '../../../application/ports/session-store.ts';
import { holdsConversation, liveChatIdOf } from '../../../domain/handoff-session.ts';
import type { ConversationId, LiveChatId, SessionId } from '../../../domain/ids.ts';

/** So many at most are remembered; the one that was not seen for longest is forgotten first. */
const remembered = 2000;

export interface RecentSessions extends Recalled {
  /** It was read like this. */
  saw(stored: StoredSession): void;
  /** This change of it was committed. */
  committed(change: Change): void;
  /** It is not as it was remembered. */
  forget(id: SessionId): void;
}

/**
 * Sessions that are not ended, as this replica last saw or left them. Each commit and each replay counts the version on, and
 * only they put messages into lanes: at that version no more can wait than is said here.
 */
export function recentSessions(): RecentSessions {
  const byId = new Map<SessionId, StoredSession>();
  const byConversation = new Map<ConversationId, SessionId>();
  const byLiveChat = new Map<LiveChatId, SessionId>();

  function forget(id: SessionId): void {
    const known = byId.get(id)?.session;
    if (known === undefined) return;
    byId.delete(id);
    const liveChat = liveChatIdOf(known);
    if (byConversation.get(known.conversationId) === id) byConversation.delete(known.conversationId);
    if (liveChat !== undefined && byLiveChat.get(liveChat) === id) byLiveChat.delete(liveChat);
  }

  function saw(stored: StoredSession): void {
    const { session, version } = stored;
    // A slow answer may come after a newer one.
    if ((byId.get(session.id)?.version ?? 0) > version) return;
    forget(session.id);
    if (!holdsConversation(session)) return;
    byId.set(session.id, stored);
    byConversation.set(session.conversationId, session.id);
    const liveChat = liveChatIdOf(session);
    if (liveChat !== undefined) byLiveChat.set(liveChat, session.id);
    const [first] = byId.size > remembered ? byId.keys() : [];
    if (first !== undefined) forget(first);
  }

  const recall = (id: SessionId | undefined) => (id === undefined ? undefined : byId.get(id));
  return {
    saw,
    committed({ session, expectedVersion, outgoing }) {
      const before = expectedVersion === 0 ? nothingYet : byId.get(session.id);
      if (before?.version !== expectedVersion) return forget(session.id);
      const { waiting } = before;
      saw({
        session,
        version: expectedVersion + 1,
        waiting: {
          'to-live-chat': waiting['to-live-chat'] + countTo('to-live-chat', outgoing),
          'to-customer': waiting['to-customer'] + countTo('to-customer', outgoing),
        },
      });
    },
    forget,
    ofId: recall,
    ofConversation: (id) => recall(byConversation.get(id)),
    ofLiveChat: (id) => recall(byLiveChat.get(id)),
  };
}

const nothingYet = { version: 0, waiting: { 'to-live-chat': 0, 'to-customer': 0 } };

const countTo = (direction: Outgoing['direction'], outgoing: readonly Outgoing[]): number =>
  outgoing.reduce((count, each) => count + (each.direction === direction ? 1 : 0), 0);
