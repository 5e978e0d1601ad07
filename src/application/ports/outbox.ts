import type { ClosingReason, EndReason, HandoffSession } from '../../domain/handoff-session.ts';
import type { SessionId } from '../../domain/ids.ts';
import type { Awaitable } from './awaitable.ts';
import type { LiveChatStart } from './live-chat.ts';

export type Direction = 'to-live-chat' | 'to-customer';

export const directions: readonly Direction[] = ['to-live-chat', 'to-customer'];

/** What a function gives for each direction. */
export const eachDirection = <Value>(
  of: (direction: Direction) => Value,
): Readonly<Record<Direction, Value>> => ({
  'to-live-chat': of('to-live-chat'),
  'to-customer': of('to-customer'),
});

/** The undelivered messages of one session in one direction, in the order in which they were accepted. */
export interface Lane {
  readonly sessionId: SessionId;
  readonly direction: Direction;
}

/** The same text for the same lane. */
export const laneKey = ({ sessionId, direction }: Lane): string => `${direction} ${sessionId}`;

export type ToLiveChat =
  | ({ readonly kind: 'start' } & Omit<LiveChatStart, 'sessionId' | 'channel'>)
  | { readonly kind: 'say'; readonly messageId: string; readonly text: string; readonly sender: string }
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'end'; readonly reason: EndReason };

export type ToCustomer =
  | {
      readonly kind: 'say';
      readonly text: string;
      readonly agentName?: string;
      /** The agent's message that this is a piece of, where the live chat shows receipts. */
      readonly pieceOf?: { readonly messageId: string; readonly isLast: boolean };
    }
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'return'; readonly reason: ClosingReason };

/** One message to deliver. `id` is unique for ever and serves as the idempotency key. */
export type OutboxMessage = {
  readonly id: string;
  readonly sessionId: SessionId;
  /** When it was accepted, in milliseconds since 1970. */
  readonly acceptedAt: number;
} & (
  | { readonly direction: 'to-live-chat'; readonly content: ToLiveChat }
  | { readonly direction: 'to-customer'; readonly content: ToCustomer }
);

/** An outgoing message with what its attempts have shown so far. */
export type PendingMessage = OutboxMessage & {
  /** Attempts begun, this one not counted. */
  readonly attempts: number;
  /** How many of them ended without our knowing the outcome, a crash in their middle included. */
  readonly unknownAttempts: number;
  /** Not before this time, in milliseconds since 1970. */
  readonly dueAt: number;
  /** Why the last attempt that was settled did not deliver it; absent before the first. */
  readonly lastCause?: string;
};

/** A lane, leased to one worker for a time. Only the store knows whether the lease still holds. */
export interface Lease {
  readonly lane: Lane;
  readonly token: string;
  /** The first of what waits in the lane, in order; at least one, and the first is due. How many: see message-weight.ts. */
  readonly messages: readonly PendingMessage[];
  /** The session, when the store recorded with the lease, or with the commit, that the attempt at the first message begins. */
  readonly begun?: HandoffSession;
}

export type Settlement =
  | { readonly as: 'delivered' }
  /** Kept among the dead letters. */
  | { readonly as: 'rejected'; readonly cause: string }
  /** Nothing is left to do about it, and nothing is lost. */
  | { readonly as: 'dropped' }
  /**
   * Stays at the head of its lane until `until`, in milliseconds since 1970, with the cause as its last one. `unsent`: nothing
   * went out this time.
   */
  | {
      readonly as: 'not-delivered' | 'unknown';
      readonly until: number;
      readonly cause: string;
      readonly unsent?: true;
    };

export interface Settled {
  readonly lease: Lease;
  readonly id: string;
  readonly settlement: Settlement;
}

/** What could not be delivered for good, kept for people to look at. */
export type DeadLetter = PendingMessage & { readonly cause: string; readonly diedAt: number };

/** What there is to know of a dead letter without its content. */
export type DeadLetterSummary = Pick<DeadLetter, 'id' | 'direction' | 'cause' | 'diedAt'>;

export type Replayed =
  | { readonly outcome: 'replayed'; readonly lane: Lane }
  /** Its session is not open any more: nothing goes out after the end. The dead letter stays. */
  | { readonly outcome: 'session-ended' }
  | { readonly outcome: 'unknown' };

/** The messages that wait to be delivered. The same adapter as the session store, since both commit together. */
export interface Outbox {
  /**
   * Leases a lane for `forMs` milliseconds. Absent when no message in it is due or another worker holds it.
   * The lease contains durable messages only.
   * With `to-begin` the worker calls `begin` for the first message next. The store may then record the begin of this attempt
   * with the lease, unless the message is a `start`.
   */
  lease(lane: Lane, forMs: number, purpose?: 'to-begin'): Awaitable<Lease | undefined>;
  /**
   * Records that an attempt begins, extends the lease by `forMs`, and gives the session as it is then. `gone` when the
   * message does not wait any more (its session ended meanwhile) or the lease was lost: then it must not be sent. An attempt
   * that began with its lease has begun, whatever happened since.
   */
  begin(lease: Lease, id: string, forMs: number): Awaitable<HandoffSession | 'gone'>;
  /**
   * Records the outcome of an attempt. `released`: the lane is empty, and its lease ended in the same step. `lost`: the lease
   * had ended, and nothing was recorded. Idempotent: settling the last message again returns `released`.
   */
  settle(settled: Settled): Awaitable<'settled' | 'released' | 'lost'>;
  /**
   * Whether an attempt at a message of this lane, one that was given up meanwhile too, has begun and is not settled. Also true
   * of one whose worker has died, until it is begun anew.
   */
  isUnderWay(lane: Lane): Promise<boolean>;
  /**
   * Makes the messages of a lane due at once whose last cause begins with this. May be forgotten by a crash: they are due at their
   * time all the same. A repeat finds `nothing`.
   */
  makeDue(lane: Lane, lastCause: string): Promise<'due' | 'nothing'>;
  /** Gives a lane back early. Without effect when the lease is not held any more. */
  release(lease: Lease): Awaitable<void>;
  /** Free lanes whose head is due, longest due first. */
  dueLanes(limit: number): Promise<readonly Lane[]>;
  /** Dead letters, newest first. */
  deadLetters(limit: number): Promise<readonly DeadLetter[]>;
  /** What died in one session and is held still; nothing when there is no such session. */
  deadLettersIn(id: SessionId): Promise<readonly DeadLetterSummary[]>;
  /** One dead letter; absent when there is none of this id, or none any more. */
  deadLetter(id: string): Promise<DeadLetter | undefined>;
  /**
   * Puts a dead letter back, due at once, behind what waits in its lane now. Durable when it resolves; a repeat finds it
   * `unknown`. Rejects with `StoreUnavailable` when it cannot be stored.
   */
  replay(id: string): Promise<Replayed>;
  /** Removes a dead letter for good. Durable when it resolves; a repeat finds it `unknown`. Rejects as `replay` does. */
  drop(id: string): Promise<'dropped' | 'unknown'>;
}
