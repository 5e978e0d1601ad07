import type { HandoffSession } from '../../domain/handoff-session.ts';
import type { SessionId } from '../../domain/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Direction, Lane, Lease } from '../ports/outbox.ts';

/** A lane that was lent with a commit. */
export interface TimedLease {
  readonly lease: Lease;
  /** When the commit was asked for, in milliseconds since 1970: what the lease says may be as old as that. */
  readonly askedAt: number;
}

/** Whoever delivers, in this process. */
export interface Deliverer {
  /** Whether a lane that is woken now is delivered at once. */
  hasCapacity(kind: SlotKind): boolean;
  /** A commit under way that may lend lanes: whoever stops waits for it. */
  trackCommit(commit: Promise<unknown>): void;
  /** There is something in the lane. One that is lent is delivered in any case. */
  wake(lane: Lane, options?: { readonly leased?: TimedLease | undefined; readonly kind?: SlotKind }): void;
}

/** Starts have slots of their own, since a turn waits for each: lanes that take long must not keep them waiting. */
export type SlotKind = Direction | 'start';

/** What is known of a commit of this process. */
interface CommitDetails {
  readonly session?: HandoffSession;
  readonly leased?: readonly TimedLease[] | undefined;
  /** What was put into the lane to the live chat, when it is a start. */
  readonly kind?: 'start';
}

/** Tells, within this process, that something was committed; nothing may depend on hearing it but what is lent. */
export interface CommitNotifier {
  notifyCommitted(sessionId: SessionId, lanes: readonly Lane[], details?: CommitDetails): void;
  /** Whether somebody delivers what is put into these lanes as soon as it is committed. */
  hasCapacity(lanes: readonly Lane[], kind?: 'start'): boolean;
  /** Tells whoever delivers of a commit under way that may lend lanes. */
  trackCommit(commit: Promise<unknown>): void;
  attach(deliverer: Deliverer): void;
  /** Whether a commit of this process has ended this session a short while ago. */
  hasEnded(sessionId: SessionId): boolean;
  /**
   * Resolves after the next commit to the session, with the session if it is known, or after `withinMs` milliseconds without
   * it.
   */
  nextCommit(sessionId: SessionId, withinMs: number): Promise<HandoffSession | undefined>;
}

/** Longer than any attempt goes on that began before the end, in milliseconds. */
const endedLifetimeMs = 2 * 60_000;

export function commitNotifier(clock: Clock): CommitNotifier {
  const endedAt = new Map<SessionId, number>();
  const noteEnd = (id: SessionId): void => {
    const now = clock.now();
    for (const [each, at] of endedAt) {
      if (now - at < endedLifetimeMs) break;
      endedAt.delete(each);
    }
    endedAt.delete(id);
    endedAt.set(id, now);
  };
  let deliverer: Deliverer | undefined;
  const listeners = new Map<SessionId, Set<(session?: HandoffSession) => void>>();
  return {
    notifyCommitted(sessionId, lanes, { session, leased = [], kind } = {}) {
      if (session?.status === 'ended') noteEnd(sessionId);
      for (const wake of listeners.get(sessionId) ?? []) wake(session);
      for (const lane of lanes) {
        deliverer?.wake(lane, {
          leased: leased.find(({ lease }) => lease.lane.direction === lane.direction),
          kind: kind && lane.direction === 'to-live-chat' ? kind : lane.direction,
        });
      }
    },
    hasCapacity: (lanes, kind) =>
      lanes.every(({ direction }) => deliverer?.hasCapacity(kind ?? direction) ?? false),
    trackCommit: (commit) => deliverer?.trackCommit(commit),
    attach(given) {
      deliverer = given;
    },
    hasEnded: (id) => endedAt.has(id),
    nextCommit: (sessionId, withinMs) =>
      new Promise((resolve) => {
        const others = listeners.get(sessionId) ?? new Set();
        const done = (session?: HandoffSession) => {
          cancel();
          others.delete(done);
          if (others.size === 0) listeners.delete(sessionId);
          resolve(session);
        };
        const cancel = clock.after(withinMs, () => done());
        listeners.set(sessionId, others.add(done));
      }),
  };
}
