import type { HandoffSession } from '../../domain/handoff-session.ts';
import type { SessionId } from '../../domain/ids.ts';
import type { Direction, OutboxMessage, PendingMessage } from './outbox.ts';

/** Something that happened to a session as a whole, by the name of its event. Times are in milliseconds since 1970. */
export interface TimelineEvent {
  readonly at: number;
  readonly type: string;
  /** What tells it from others of its type, such as a reason; never a text or a name of a person. */
  readonly detail?: string;
}

/** An attempt that did not deliver its message, or was put off before it was made. */
export interface FailedAttempt {
  readonly at: number;
  readonly outcome: 'not-delivered' | 'unknown';
  /** `paced` and `unreachable`: nothing was sent. */
  readonly cause: string;
  /** When the next attempt was planned. */
  readonly until: number;
}

/**
 * - `pending`: waits in its lane; `attempting`: an attempt has begun, and its outcome is not known.
 * - `delivered`, `dropped`: as a settlement says it.
 * - `dead-letter`: given up, and kept for an operator.
 * - `removed`: a dead letter that an operator removed.
 */
export type MessageState = 'pending' | 'attempting' | 'delivered' | 'dropped' | 'dead-letter' | 'removed';

/** A message without its content. */
export interface TimelineMessage
  extends Pick<OutboxMessage, 'id' | 'acceptedAt'>,
    Pick<PendingMessage, 'attempts' | 'unknownAttempts'> {
  readonly direction: Direction;
  readonly kind: OutboxMessage['content']['kind'];
  /** Of its content as JSON in UTF-8. */
  readonly bytes: number;
  readonly state: MessageState;
  /** When it got into this state; absent while it waits. */
  readonly settledAt?: number;
  /** Not before this time is it tried again; absent unless it waits. */
  readonly dueAt?: number;
  /** Why it was given up, or why the last attempt has not delivered it. */
  readonly cause?: string;
  /** Oldest first, at most the newest 50. */
  readonly failures: readonly FailedAttempt[];
  /** When an operator had it sent again, oldest first. */
  readonly replayedAt: readonly number[];
}

/** What happened in one session: its events and its messages, each in the order of time. */
export interface SessionTimeline {
  readonly session: HandoffSession;
  readonly events: readonly TimelineEvent[];
  readonly messages: readonly TimelineMessage[];
  /** Whether the beginning is missing, since there was too much to keep. */
  readonly isShortened: boolean;
}

/** The first message of a lane. */
export interface LaneHead
  extends Pick<
    PendingMessage,
    'id' | 'sessionId' | 'direction' | 'acceptedAt' | 'attempts' | 'dueAt' | 'lastCause'
  > {
  readonly kind: OutboxMessage['content']['kind'];
}

/** The same adapter as the session store. Each method rejects with `StoreUnavailable` when the store cannot be read. */
export interface SessionTimelines {
  /**
   * Sessions, ended ones too, of which this is the id, or that of the conversation, the customer or the live chat; newest
   * request first. A customer whose texts were erased is not found by their id.
   */
  findSessions(id: string, limit: number): Promise<readonly HandoffSession[]>;
  /** Kept as long as the session. Absent when there is no such session, or none any more. */
  timelineOf(id: SessionId): Promise<SessionTimeline | undefined>;
  /** What waits at the heads of lanes, the one that was accepted first first. */
  oldestPending(limit: number): Promise<readonly LaneHead[]>;
}
