import type { FollowedSession } from '../../../application/ports/live-chat-feed.ts';
import type { HandoffSession } from '../../../domain/handoff-session.ts';

/** What a feed is asked for; absent for a session that has no live chat, or is over. */
export function followedSession(session: HandoffSession): FollowedSession | undefined {
  if (session.status !== 'queued' && session.status !== 'active') return undefined;
  const { id: sessionId, liveChatId, feedBookmark: bookmark } = session;
  return { sessionId, liveChatId, ...(bookmark !== undefined && { bookmark }) };
}
