import type { SessionId } from '../../domain/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { PendingMessage } from '../ports/outbox.ts';
import { type Peer, peerKey } from '../ports/peer.ts';

interface PeerAttempt {
  readonly message: PendingMessage;
  readonly peer: Peer;
}

export interface FailedAttempt extends PeerAttempt {
  /** An answer came, and none that was agreed with the peer. */
  readonly isForeign: boolean;
}

/**
 * When a message is worth another attempt. `when-peer-is-back`: no message of another session was taken since it failed first.
 * `not-yet`: after its pause. `never-taken`: not at all, since the trouble is its own or has no end in sight.
 */
export type Prospect = 'when-peer-is-back' | 'not-yet' | 'never-taken';

/**
 * What this process has seen of messages that fail, and of their peers meanwhile. Nothing of it is stored: after a restart,
 * and with another replica, the times begin anew.
 */
export interface FailedAttempts {
  delivered(attempt: PeerAttempt): void;
  /** Adds a failed attempt, and tells what it means for the message. */
  add(attempt: FailedAttempt): Prospect;
  /** Adds an attempt that the live chat refused because it is over. For how long it has said so of this message, in milliseconds. */
  overForMs(attempt: PeerAttempt): number;
  failingForMs(id: string): number;
  /** Nothing more is tried. */
  forget(id: string): void;
}

/** How long a message may fail while its peer takes those of other sessions, in milliseconds. */
const whileOthersArriveMs = 10 * 60_000;
/** So often, at least, another session's message was taken between two of its failures. */
const oftenOvertaken = 3;
/** How long a message may be answered with what was not agreed, while no other message gets through, in milliseconds. */
const foreignAnswersMs = 60 * 60_000;
/** Messages that are remembered. One that was forgotten begins anew. */
const maxTracked = 10_000;

interface Failing {
  readonly since: number;
  /** How many messages its peer had taken when it failed last. */
  readonly taken: number;
  /** Since when each answer was none that was agreed. */
  readonly foreignSince: number | undefined;
  /** Since when the live chat is said to be over. */
  readonly overSince?: number;
  readonly overtaken: number;
}

/** `reached` receives each peer that takes a message. */
export function failedAttempts(clock: Clock, reached: (peer: Peer) => void): FailedAttempts {
  const failing = new Map<string, Failing>();
  const accepted = new Map<string, Acceptances>();

  function acceptedBy(peer: Peer): Acceptances {
    const key = peerKey(peer);
    const known = accepted.get(key) ?? newAcceptances();
    accepted.set(key, known);
    return known;
  }

  function track(id: string, next: Failing): void {
    failing.delete(id);
    failing.set(id, next);
    const [oldest] = failing.keys();
    if (failing.size > maxTracked && oldest !== undefined) failing.delete(oldest);
  }

  return {
    delivered({ message, peer }) {
      acceptedBy(peer).add(message.sessionId);
      reached(peer);
    },
    add({ message, peer, isForeign }) {
      const now = clock.now();
      const before = failing.get(message.id);
      const accepted = acceptedBy(peer);
      const isOvertaken = before !== undefined && accepted.lastOfOthers(message.sessionId) > before.taken;
      const next: Failing = {
        ...before,
        since: before?.since ?? now,
        taken: accepted.count,
        foreignSince: isForeign ? (before?.foreignSince ?? now) : undefined,
        overtaken: (before?.overtaken ?? 0) + (isOvertaken ? 1 : 0),
      };
      track(message.id, next);
      // When everything fails, nothing is given up early: so the last attempt has to have been overtaken as well.
      const isItsOwn =
        isOvertaken && next.overtaken >= oftenOvertaken && now - next.since >= whileOthersArriveMs;
      const isEndless = next.foreignSince !== undefined && now - next.foreignSince >= foreignAnswersMs;
      if (isItsOwn || isEndless) return 'never-taken';
      return next.overtaken > 0 ? 'not-yet' : 'when-peer-is-back';
    },
    overForMs({ message: { id }, peer }) {
      const now = clock.now();
      const before = failing.get(id);
      const overSince = before?.overSince ?? now;
      const { count: taken } = acceptedBy(peer);
      track(id, { since: now, foreignSince: undefined, overtaken: 0, ...before, taken, overSince });
      return now - overSince;
    },
    failingForMs(id) {
      const known = failing.get(id);
      return known === undefined ? 0 : Math.max(0, clock.now() - known.since);
    },
    forget(id) {
      if (failing.size > 0) failing.delete(id);
    },
  };
}

interface Acceptances {
  readonly count: number;
  add(session: SessionId): void;
  /** The number of the last one, from 1, that was of another session than this; 0 when there is none. */
  lastOfOthers(session: SessionId): number;
}

/** The last two sessions are enough to know the last one that is another. */
function newAcceptances(): Acceptances {
  let count = 0;
  let lastSession: SessionId | undefined;
  let lastOther = 0;
  return {
    get count() {
      return count;
    },
    add(session) {
      if (lastSession !== session) lastOther = count;
      lastSession = session;
      count++;
    },
    lastOfOthers: (session) => (lastSession === session ? lastOther : count),
  };
}
