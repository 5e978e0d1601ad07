import { type HandoffSession, isOpen } from '../../domain/handoff-session.ts';
import type { CommitNotifier } from '../delivery/dispatcher/commit-notifier.ts';
import type { FeedHealth, FeedLeases } from '../ports/live-chat-feed.ts';
import { toError } from '../ports/log.ts';
import type { FollowPorts } from './follow-session.ts';
import { followedSessions } from './followed-sessions.ts';

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

/**
 * How often sessions are looked for that are not followed: those of a crash, of another replica that died, or of one that does not
 * hear them.
 */
const lookEveryMs = 2000;
const claimedAtOnce = 500;

export function feedFollower(ports: FeedFollowerPorts): FeedFollower {
  const { leases, notifier, clock, log } = ports;
  const followed = followedSessions(ports);
  let isRunning = false;
  let looking: Promise<void> | undefined;
  let mustLookAgain = false;
  /** What this process offers, others may claim until it says otherwise. */
  let offersSome = false;
  let cancel = () => {};

  async function offer(): Promise<void> {
    const unheard = followed.unheardTooLong();
    if (unheard.length > 0 || offersSome) await leases.offerFeeds(unheard);
    offersSome = unheard.length > 0;
  }

  async function lookOnce(): Promise<void> {
    const before = followed.ids();
    await offer();
    const held = new Set(await leases.heldFeeds());
    for (const id of before) if (!held.has(id)) followed.stop(id);
    const claimed = isRunning ? await leases.claimFeeds(claimedAtOnce) : [];
    for (const session of claimed) followed.follow(session);
    if (claimed.length === claimedAtOnce) mustLookAgain = true;
  }

  async function look(): Promise<void> {
    do {
      mustLookAgain = false;
      await lookOnce().catch((error: unknown) => log.error({ err: toError(error) }, 'feeds-unreadable'));
    } while (mustLookAgain && isRunning);
    looking = undefined;
    if (isRunning) cancel = clock.after(lookEveryMs, lookNow);
  }

  function lookNow(): void {
    if (!isRunning) return;
    cancel();
    if (looking !== undefined) mustLookAgain = true;
    else looking = look();
  }

  notifier.onCommitted((session: HandoffSession) => {
    if (!isOpen(session)) followed.stop(session.id);
    else if (session.status !== 'requested' && !followed.has(session.id)) lookNow();
  });
  return {
    start() {
      isRunning = true;
      lookNow();
    },
    async stop() {
      isRunning = false;
      cancel();
      await looking;
      await followed.stopAll();
    },
    health: followed.health,
  };
}
