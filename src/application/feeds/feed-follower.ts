import { type HandoffSession, isOpen } from '../../domain/handoff-session.ts';
import type { SessionId } from '../../domain/ids.ts';
import type { CommitNotifier } from '../delivery/commit-notifier.ts';
import type { FeedHealth, FeedLeases, FollowedSession } from '../ports/live-chat-feed.ts';
import { toError } from '../to-error.ts';
import { type FollowPorts, followSession } from './follow-session.ts';

/** Follows the live chats of all sessions that are queued or active, where the vendor tells its events on a connection of ours. */
export interface FeedFollower {
  start(): void;
  /** Follows nothing any more, and gives the leases back; what was heard is committed or comes again. */
  stop(): Promise<void>;
  health(): FeedHealth;
}

export interface FeedFollowerPorts extends FollowPorts {
  readonly leases: FeedLeases;
  readonly notifier: Pick<CommitNotifier, 'onCommitted'>;
}

/** How often sessions are looked for that are not followed: those of a crash, or of another replica that died. */
const lookEveryMs = 2000;
const claimedAtOnce = 500;

interface Followed {
  readonly done: Promise<void>;
  readonly stop: () => void;
  /** Since when it is not heard, in milliseconds since 1970; absent while it is. */
  unheardSince: number | undefined;
}

export function feedFollower(ports: FeedFollowerPorts): FeedFollower {
  const { leases, notifier, clock, log } = ports;
  const followed = new Map<SessionId, Followed>();
  let state: 'idle' | 'running' | 'stopped' = 'idle';
  let looking: Promise<void> | undefined;
  let mustLookAgain = false;
  let cancel = () => {};

  function follow(session: FollowedSession): void {
    const { sessionId } = session;
    if (followed.has(sessionId) || state !== 'running') return;
    const aborting = new AbortController();
    const stop = () => aborting.abort();
    const heard = (isHeard: boolean) => {
      own.unheardSince = isHeard ? undefined : (own.unheardSince ?? clock.now());
    };
    const done = Promise.resolve().then(() =>
      followSession(ports, session, { until: aborting.signal, stop, heard }).finally(async () => {
        followed.delete(sessionId);
        // A lease that is not given back is held until this replica stops; the session is over mostly.
        await leases.releaseFeeds([sessionId]).catch(() => undefined);
      }),
    );
    const own: Followed = { done, stop, unheardSince: clock.now() };
    followed.set(sessionId, own);
  }

  async function lookOnce(): Promise<void> {
    const before = [...followed];
    const held = new Set(await leases.heldFeeds());
    for (const [id, { stop }] of before) if (!held.has(id)) stop();
    for (const session of await leases.claimFeeds(claimedAtOnce)) follow(session);
  }

  function look(): void {
    if (state !== 'running') return;
    if (looking !== undefined) {
      mustLookAgain = true;
      return;
    }
    cancel();
    looking = lookOnce()
      .catch((error: unknown) => log.error({ err: toError(error) }, 'feeds-unreadable'))
      .then(() => {
        looking = undefined;
        if (mustLookAgain) {
          mustLookAgain = false;
          look();
        } else if (state === 'running') cancel = clock.after(lookEveryMs, look);
      });
  }

  function onCommitted(session: HandoffSession): void {
    const isFollowed = followed.has(session.id);
    if (!isOpen(session)) followed.get(session.id)?.stop();
    else if (session.status !== 'requested' && !isFollowed) look();
  }

  notifier.onCommitted(onCommitted);
  return {
    start() {
      state = 'running';
      look();
    },
    async stop() {
      state = 'stopped';
      cancel();
      await looking;
      const all = [...followed.values()];
      for (const { stop } of all) stop();
      await Promise.all(all.map(({ done }) => done));
    },
    health() {
      const since = [...followed.values()].flatMap(({ unheardSince }) => unheardSince ?? []);
      return {
        followed: followed.size,
        unheard: since.length,
        longestUnheardMs: since.length === 0 ? 0 : Math.max(0, clock.now() - Math.min(...since)),
      };
    },
  };
}
