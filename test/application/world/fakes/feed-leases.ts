import type { FeedLeases, UnheardFeed } from '../../../../src/application/ports/live-chat-feed.ts';
import type { SessionId } from '../../../../src/domain/ids.ts';

async function openIn(store: FeedLeases) {
  const all = await store.claimFeeds(Number.POSITIVE_INFINITY);
  await store.releaseFeeds(all.map(({ sessionId }) => sessionId));
  return all;
}

/** The leases of one process among several on one store that do not hear of each other: each follows everything. */
export function feedLeasesOf(store: FeedLeases): FeedLeases {
  const held = new Set<SessionId>();
  const open = () => openIn(store);
  return {
    async claimFeeds(limit) {
      const claimed = (await open()).filter(({ sessionId }) => !held.has(sessionId)).slice(0, limit);
      for (const { sessionId } of claimed) held.add(sessionId);
      return claimed;
    },
    heldFeeds: async () =>
      (await open()).map(({ sessionId }) => sessionId).filter((sessionId) => held.has(sessionId)),
    offerFeeds: async () => {},
    async releaseFeeds(ids) {
      for (const id of ids) held.delete(id);
    },
  };
}

interface Held {
  readonly by: object;
  readonly offer?: UnheardFeed;
}

/** Makes the leases of each of several processes on one store, as replicas have them that are all alive. */
export function sharedFeedLeases(store: FeedLeases): () => FeedLeases {
  const held = new Map<SessionId, Held>();
  return () => {
    const by = {};
    const isOwn = (id: SessionId) => held.get(id)?.by === by;
    const isFree = (id: SessionId) => !held.has(id) || (!isOwn(id) && held.get(id)?.offer !== undefined);
    return {
      async claimFeeds(limit) {
        const free = (await openIn(store)).filter(({ sessionId }) => isFree(sessionId)).slice(0, limit);
        return free.map((session) => {
          const offer = held.get(session.sessionId)?.offer;
          held.set(session.sessionId, { by });
          return { ...session, ...offer };
        });
      },
      heldFeeds: async () => (await openIn(store)).map(({ sessionId }) => sessionId).filter(isOwn),
      async offerFeeds(unheard) {
        for (const [id] of [...held].filter(([each]) => isOwn(each))) {
          const offer = unheard.find(({ sessionId }) => sessionId === id);
          held.set(id, { by, ...(offer && { offer }) });
        }
      },
      async releaseFeeds(ids) {
        for (const id of ids.filter(isOwn)) held.delete(id);
      },
    };
  };
}
