import type { FeedLeases, FollowedSession } from '../../../application/ports/live-chat-feed.ts';
import type { SessionId } from '../../../domain/ids.ts';
import { followedSession } from '../record/followed-session.ts';
import type { SessionTable } from './session-table.ts';

/** Of a store that belongs to one process: whatever is open and not followed yet is to be followed by it. */
export function tableFeeds(table: SessionTable): FeedLeases {
  const held = new Set<SessionId>();
  return {
    async claimFeeds(limit) {
      const claimed: FollowedSession[] = [];
      for (const { session } of table.notEnded()) {
        if (claimed.length >= limit) break;
        const followed = followedSession(session);
        if (followed === undefined || held.has(session.id)) continue;
        held.add(session.id);
        claimed.push(followed);
      }
      return claimed;
    },
    heldFeeds: async () =>
      [...held].filter((id) => {
        const record = table.ofId(id);
        return record !== undefined && followedSession(record.session) !== undefined;
      }),
    offerFeeds: async () => {},
    async releaseFeeds(ids) {
      for (const id of ids) held.delete(id);
    },
  };
}
