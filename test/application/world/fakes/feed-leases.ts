import type { FeedLeases } from '../../../../src/application/ports/live-chat-feed.ts';
import type { SessionId } from '../../../../src/domain/ids.ts';

/** The leases of one process among several on one store that do not hear of each other: each follows everything. */
export function feedLeasesOf(store: FeedLeases): FeedLeases {
  const held = new Set<SessionId>();
  const open = async () => {
    const all = await store.claimFeeds(Number.POSITIVE_INFINITY);
    await store.releaseFeeds(all.map(({ sessionId }) => sessionId));
    return all;
  };
  return {
    async claimFeeds(limit) {
      const claimed = (await open()).filter(({ sessionId }) => !held.has(sessionId)).slice(0, limit);
      for (const { sessionId } of claimed) held.add(sessionId);
      return claimed;
    },
    heldFeeds: async () =>
      (await open()).map(({ sessionId }) => sessionId).filter((sessionId) => held.has(sessionId)),
    async releaseFeeds(ids) {
      for (const id of ids) held.delete(id);
    },
  };
}
