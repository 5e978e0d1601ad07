import type { HandoffEvent } from '../../domain/events.ts';
import type { Ended, HandoffSession } from '../../domain/handoff-session.ts';
import type { ChannelId, ConversationId, LiveChatId, SessionId } from '../../domain/ids.ts';
import type { Awaitable } from './awaitable.ts';
import type { Direction, Lease, OutboxMessage, Settled } from './outbox.ts';

/** A session as it was read, with what `commit` needs to tell whether it has changed since. */
export interface StoredSession {
  readonly session: HandoffSession;
  /** Counts commits, and what people change; 1 after the first. */
  readonly version: number;
  readonly pending: Readonly<Record<Direction, number>>;
  /** What the messages in each lane weigh together, in bytes: see message-weight.ts. */
  readonly pendingBytes: Readonly<Record<Direction, number>>;
}

/** An inbound request that must have one effect however often it comes. */
export interface Inbound {
  /** The sender's id of it, unique within the conversation; a prefix tells the senders apart. */
  readonly id: string;
  /** What it was answered; repeats are answered the same. */
  readonly answer: string;
}

/** How a session ended, and when, in milliseconds since 1970. */
export type LastEnd = Pick<Ended, 'reason' | 'endedAt'>;

/** State, messages and remembered request in one: all of it is stored, or nothing. */
export interface Change {
  readonly session: HandoffSession;
  /** The version that `session` was made from; 0 for a new one. */
  readonly expectedVersion: number;
  readonly events: readonly HandoffEvent[];
  readonly messages: readonly OutboxMessage[];
  /** Lanes whose waiting messages become dead letters, before `messages` is added. */
  readonly deadLetterLanes: readonly Direction[];
  readonly inbound?: Inbound;
  readonly settled?: Settled;
  /**
   * Lease duration in ms. If set, the store may lease the lanes that this change fills, where they are empty and free. The
   * attempt at the first message of such a lane begins with the commit.
   */
  readonly leaseForMs?: number;
  /** The sender repeats what is refused: a store that is at its limit answers `full`. */
  readonly refusable?: true;
}

export type CommitOutcome =
  /**
   * `leased`: lanes that the caller holds from now on, the attempt at their first message begun. `released`: as `settle` says it,
   * of the lane of `settled`; a store that does not say it has left the lane to the caller.
   */
  | { readonly outcome: 'committed'; readonly leased?: readonly Lease[]; readonly released?: true }
  /** Another commit changed the session after it was read: read again, decide again. */
  | { readonly outcome: 'stale' }
  /** The conversation has another session that is not ended. */
  | { readonly outcome: 'conversation-taken' }
  /**
   * Another session holds the id of the live chat that this one, ended or not, learns now: one that is not ended, or in which
   * something waits for that live chat or is on its way to it. Callbacks for one would reach the other's customer, and what is
   * left of one the other's agent.
   */
  | { readonly outcome: 'live-chat-taken' }
  /** This inbound request was committed before. */
  | { readonly outcome: 'repeated'; readonly sessionId: SessionId; readonly answer: string }
  /** `settled` belongs to a lease that is not held any more. */
  | { readonly outcome: 'lease-lost' }
  /** The store holds as many words as it can. Only for a change that is `refusable`. */
  | { readonly outcome: 'full' };

/**
 * What the sweeper has to do something about: open sessions without a live chat that were requested before a time,
 * that are older than `openedBefore`, that have not been warned although they are quiet since `warnQuietSince`, or that are
 * quiet since `endQuietSince` and were warned before `warnedBefore`; and sessions that close since `closedBefore`. Quiet is
 * only one in which nothing waits and both sides can be reached; what waits for a customer who is reached in turns does not count.
 * Times in milliseconds since 1970.
 */
export interface Overdue {
  readonly requestedBefore: number;
  readonly openedBefore: number;
  readonly warnQuietSince: number;
  readonly endQuietSince: number;
  readonly warnedBefore: number;
  readonly closedBefore: number;
  /** The channels whose customers are reached in turns. */
  readonly inTurns: readonly ChannelId[];
}

/**
 * Thrown by every method when the store cannot read or write now. The change was not stored, or, where the connection broke
 * in the middle, its outcome is unknown: a repeat under the same inbound id then has one effect.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  /** What operators can look up: the code of a database, say. */
  readonly code: string | undefined;
  constructor(message: string, { code, ...options }: ErrorOptions & { readonly code?: string } = {}) {
    super(message, options);
    this.code = code;
  }
}

/** How long at least a repeated inbound request is recognised, in milliseconds: seven days. */
export const idempotencyWindowMs = 7 * 24 * 60 * 60 * 1000;

/**
 * The sessions. Linearizable per session: what is read includes every commit that was answered before. What a store has in its
 * memory it gives at once.
 * A repeated inbound request is recognised for at least `idempotencyWindowMs`, in whatever session of its conversation it fell.
 */
export interface SessionStore {
  /** The session of a conversation that is not ended. */
  ofConversation(id: ConversationId): Awaitable<StoredSession | undefined>;
  /** The session of a live chat, ended or not. */
  ofLiveChat(id: LiveChatId): Awaitable<StoredSession | undefined>;
  /** How the conversation's last session ended, as far as requests in it are recognised. Absent when there was none. */
  lastEndOf(id: ConversationId): Promise<LastEnd | undefined>;
  ofId(id: SessionId): Awaitable<StoredSession | undefined>;
  /** How an inbound request of this conversation was answered before. */
  replyTo(
    conversation: ConversationId,
    inboundId: string,
  ): Awaitable<{ readonly sessionId: SessionId; readonly answer: string } | undefined>;
  /** Durable when it resolves. Rejects with {@link StoreUnavailable} when it cannot be. */
  commit(change: Change): Promise<CommitOutcome>;
  /** Sessions that are not ended and are overdue in any respect, oldest first. */
  overdue(limits: Overdue, limit: number): Promise<readonly StoredSession[]>;
  /** Whether any session waits for its live chat to open that was requested by then, in milliseconds since 1970. */
  hasRequested(by: number): Promise<boolean>;
}
