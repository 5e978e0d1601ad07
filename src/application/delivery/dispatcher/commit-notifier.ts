import type { HandoffSession } from '../../../domain/handoff-session.ts';
import type { SessionId } from '../../../domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Lane, Lease } from '../../ports/outbox.ts';
import { leaseMs } from '../lease-duration.ts';
import { recentEnds } from './recent-ends.ts';
import type { SlotKind } from './slots.ts';

/** A lane that was leased, and when the lease was asked for, in milliseconds since 1970: it may be as old as that. */
export interface TimedLease {
  readonly lease: Lease;
  readonly askedAt: number;
}

/** What delivers lanes in this process. */
export interface LaneDispatcher {
  /** Keeps a slot of each kind for a commit, until `free` is called; absent when one of the kinds has none. */
  reserve(kinds: readonly SlotKind[]): { readonly free: () => void } | undefined;
  /** Something was put into the lane. A leased one is delivered in any case, another one when there is a slot. */
  wake(lane: Lane, options: { readonly leased?: TimedLease | undefined; readonly kind: SlotKind }): void;
}

/**
 * What the dispatcher keeps for a change that is about to be committed. It is either fulfilled or cancelled; a second call
 * of either has no effect. A dispatcher that stops waits for it.
 */
export interface Reservation {
  /** How long the commit shall lease the lanes that it fills, in milliseconds; absent when they are leased later. */
  readonly leaseForMs?: number;
  /** The change is committed: its lanes are delivered. */
  fulfil(session: HandoffSession, leases?: readonly Lease[]): void;
  /** The change is not committed, or its outcome is not known. */
  cancel(): void;
}

/** Tells, within this process, what was committed. Nothing but leased lanes may depend on it. */
export interface CommitNotifier {
  /** Begins a commit that puts something into these lanes; `isStart` when it is a start. */
  reserve(lanes: readonly Lane[], options?: { readonly isStart?: boolean }): Reservation;
  /** A lane was filled by something that made no reservation. */
  notifyFilled(lane: Lane): void;
  attach(dispatcher: LaneDispatcher): void;
  /** Hears of the session after each commit of this process that changes one. */
  onCommitted(listener: (session: HandoffSession) => void): void;
  /** Whether a commit of this process has ended this session a short while ago. */
  hasEnded(sessionId: SessionId): boolean;
  /** Resolves after the next commit, with the session if this process made it, or after `withinMs` milliseconds without it. */
  nextCommit(sessionId: SessionId, withinMs: number): Promise<HandoffSession | undefined>;
}

export function commitNotifier(clock: Clock): CommitNotifier {
  const ends = recentEnds(clock);
  const listeners = new Map<SessionId, Set<(session?: HandoffSession) => void>>();
  const ofAll: ((session: HandoffSession) => void)[] = [];
  let dispatcher: LaneDispatcher | undefined;

  function tellCommitted(session: HandoffSession): void {
    if (session.status === 'ended') ends.add(session.id);
    for (const hear of listeners.get(session.id) ?? []) hear(session);
    for (const hear of ofAll) hear(session);
  }

  return {
    reserve(lanes, { isStart = false } = {}) {
      const askedAt = clock.now();
      const kindOf = ({ direction }: Lane): SlotKind =>
        isStart && direction === 'to-live-chat' ? 'start' : direction;
      const reserved = lanes.length > 0 ? dispatcher?.reserve(lanes.map(kindOf)) : undefined;
      return {
        ...(reserved && { leaseForMs: leaseMs }),
        fulfil(session, leases = []) {
          tellCommitted(session);
          for (const lane of lanes) {
            const lease = leases.find((each) => each.lane.direction === lane.direction);
            dispatcher?.wake(lane, { kind: kindOf(lane), leased: lease && { lease, askedAt } });
          }
          reserved?.free();
        },
        cancel: () => reserved?.free(),
      };
    },
    notifyFilled(lane) {
      for (const hear of listeners.get(lane.sessionId) ?? []) hear();
      dispatcher?.wake(lane, { kind: lane.direction });
    },
    attach(given) {
      dispatcher = given;
    },
    onCommitted: (listener) => void ofAll.push(listener),
    hasEnded: ends.has,
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
