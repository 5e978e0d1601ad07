import type { SessionId } from '../../domain/ids.ts';
import type { ClaimedFeed, FeedHealth, FeedLeases, UnheardFeed } from '../ports/live-chat-feed.ts';
import { type FollowPorts, followSession } from './follow-session.ts';

interface Followed {
  readonly done: Promise<void>;
  readonly aborting: AbortController;
  /** Absent while it is heard. */
  silence: Silence | undefined;
}

/** How long a session has not been heard. */
interface Silence extends Omit<UnheardFeed, 'sessionId'> {
  /** From when on another replica may try, in milliseconds since 1970. */
  readonly offeredAt: number;
}

/** Another replica hears within 10 s what this one has not heard for so long, in milliseconds: it looks, claims and connects. */
const firstOfferMs = 3000;
/** Where no replica hears a live chat, its sessions are passed on less and less often, at last once in this time, in milliseconds. */
const lastOfferMs = 60_000;

const silence = (now: number, unheardSince = now, timesOffered = 0): Silence => ({
  unheardSince,
  timesOffered: timesOffered + 1,
  offeredAt: now + Math.min(lastOfferMs, firstOfferMs * 2 ** timesOffered),
});

/** The sessions that this process follows, each by a listener of its own. */
export function followedSessions(ports: FollowPorts & { readonly leases: FeedLeases }) {
  const { leases, clock } = ports;
  const followed = new Map<SessionId, Followed>();

  async function run(session: ClaimedFeed, aborting: AbortController): Promise<void> {
    const { sessionId } = session;
    const heard = (isHeard: boolean) => {
      const own = followed.get(sessionId);
      if (own) own.silence = isHeard ? undefined : (own.silence ?? silence(clock.now()));
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
    follow(session: ClaimedFeed): void {
      if (followed.has(session.sessionId)) return;
      const { unheardSince, timesOffered } = session;
      const aborting = new AbortController();
      // In a step of its own, so that it is among the followed ones when it begins.
      const done = Promise.resolve().then(() => run(session, aborting));
      followed.set(session.sessionId, {
        done,
        aborting,
        silence: silence(clock.now(), unheardSince, timesOffered),
      });
    },
    /** What another replica may hear in place of this one. */
    unheardTooLong: (): readonly UnheardFeed[] =>
      [...followed].flatMap(([sessionId, { silence }]) => {
        if (silence === undefined || silence.offeredAt > clock.now()) return [];
        const { unheardSince, timesOffered } = silence;
        return [{ sessionId, unheardSince, timesOffered }];
      }),
    stop: (id: SessionId): void => followed.get(id)?.aborting.abort(),
    /** Resolves when nothing is followed any more and all leases are given back. */
    async stopAll(): Promise<void> {
      const all = [...followed.values()];
      for (const { aborting } of all) aborting.abort();
      await Promise.all(all.map(({ done }) => done));
    },
    health(): FeedHealth {
      const since = [...followed.values()].flatMap(({ silence }) => silence?.unheardSince ?? []);
      return {
        followed: followed.size,
        unheard: since.length,
        longestUnheardMs: since.length === 0 ? 0 : Math.max(0, clock.now() - Math.min(...since)),
      };
    },
  };
}
