import type { DeadLetter, Direction, PendingMessage } from '../../../application/ports/outbox.ts';
import type { HandoffSession } from '../../../domain/handoff-session.ts';
import type { SessionId } from '../../../domain/ids.ts';

interface Attempted {
  /** From the beginning of an attempt until its outcome is known. */
  readonly isBegun: boolean;
  /** When it was decided that it has to wait until `dueAt`; absent when it does not. */
  readonly postponedAt?: number;
}

export type StoredMessage = PendingMessage & Attempted;
export type StoredDeadLetter = DeadLetter & Attempted;

/** One session as a store keeps it. Never changed in place, so that the former one can be put back. */
export interface SessionRecord {
  readonly session: HandoffSession;
  /** Counts commits, and whatever else has to make a decision on the former state stale. */
  readonly version: number;
  /** Counts everything that was ever recorded of this session: commits, attempts, settlements and the rest. */
  readonly sequence: number;
  readonly lanes: Readonly<Record<Direction, readonly StoredMessage[]>>;
  /** In the order in which they died. */
  readonly dead: readonly StoredDeadLetter[];
  /** What happened, without words, as lines: see timeline/lines.ts. */
  readonly timeline: string;
}

/** An inbound request that was answered. `at` is in milliseconds since 1970. */
export interface IdempotencyRecord {
  readonly id: string;
  readonly sessionId: SessionId;
  readonly answer: string;
  readonly at: number;
}
