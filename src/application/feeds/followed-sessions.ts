import type { SessionId } from '../../domain/ids.ts';
import type { FeedHealth, FeedLeases, FollowedSession } from '../ports/live-chat-feed.ts';
import { type FollowPorts, followSession } from './follow-session.ts';

interface Followed {
  readonly done: Promise<void>;
  readonly aborting: AbortController;
  /** Since when it is not heard, in milliseconds since 1970; absent while it is. */
  unheardSince: number | undefined;
}

/** The sessions that this process follows, each by a listener of its own. */
export function followedSessions(ports: FollowPorts & { readonly leases: FeedLeases }) {
  const { leases, clock } = ports;
  const followed = new Map<SessionId, Followed>();

  async function run(session: FollowedSession, aborting: AbortController): Promise<void> {
    const { sessionId } = session;
    const heard = (isHeard: boolean) => {
      const own = followed.get(sessionId);
      if (own) own.unheardSince = isHeard ? undefined : (own.unheardSince ?? clock.now());
    };
    try {
      await followSession(ports, session, {
        until: aborting.signal,
        stop: () => aborting.abort(),
        heard,
      });
    } finally {
      followed.delete(sessionId);
      // A lease that is not given back is held until this replica stops; mostly its session is over.
      await leases.releaseFeeds([sessionId]).catch(() => undefined);
    }
  }

  return {
    ids: (): readonly SessionId[] => [...followed.keys()],
    has: (id: SessionId): boolean => followed.has(id),
    /** Without effect for one that is followed. */
    follow(session: FollowedSession): void {
      if (followed.has(session.sessionId)) return;
      const aborting = new AbortController();
      // In a step of its own, so that it is among the followed ones when it begins.
      const done = Promise.resolve().then(() => run(session, aborting));
      followed.set(session.sessionId, { done, aborting, unheardSince: clock.now() });
    },
    stop: (id: SessionId): void => followed.get(id)?.aborting.abort(),
    /** Resolves when nothing is followed any more and all leases are given back. */
    async stopAll(): Promise<void> {
      const all = [...followed.values()];
      for (const { aborting } of all) aborting.abort();
      await Promise.all(all.map(({ done }) => done));
    },
    health(): FeedHealth {
      const since = [...followed.values()].flatMap(({ unheardSince }) => unheardSince ?? []);
      return {
        followed: followed.size,
        unheard: since.length,
        longestUnheardMs: since.length === 0 ? 0 : Math.max(0, clock.now() - Math.min(...since)),
      };
    },
  };
}
