import type { LiveChatId, MessageId, SessionId } from '../../domain/ids.ts';
import type { AgentMessage, AgentStatus } from './inbound.ts';

export interface FollowedSession {
  readonly sessionId: SessionId;
  readonly liveChatId: LiveChatId;
  /** Where the feed goes on; absent at its beginning. Opaque to all but the feed that gave it. */
  readonly bookmark?: string;
}

/** What a live chat tells. `messageId` is unique in the live chat: a repeat has the same one. */
export type FeedEvent = {
  readonly messageId: MessageId;
  /** Where the feed goes on after this event, and all before it. Committed with the event, so that it may lag and never leads. */
  readonly bookmark?: string;
} & (
  | ({ readonly kind: 'message' } & Pick<AgentMessage, 'text' | 'agentName' | 'isAutomatic'>)
  | { readonly kind: 'status'; readonly status: AgentStatus }
);

export interface FeedListener {
  /** Resolves when the event has had its effect, or had it before. Then the next one may be told. */
  hear(event: FeedEvent): Promise<void>;
  /** Whether what the live chat tells would be heard now. A feed is unheard until it says so. */
  heard(isHeard: boolean): void;
}

/** A connection that we hold to hear a live chat which does not call back. */
export interface LiveChatFeed {
  /**
   * Tells the events of one live chat, in its order and one after the other. Repeats are allowed, gaps are not: after each
   * connect, what came since the bookmark is listed before the stream goes on. A stream that is up but says nothing for longer
   * than its vendor's heartbeat is found out and made anew, within 90 s.
   *
   * Resolves when `until` is aborted. Rejects when the live chat cannot be heard; it is then followed anew after a pause.
   */
  follow(session: FollowedSession, listener: FeedListener, until: AbortSignal): Promise<void>;
}

/** A session that a replica follows and does not hear, for others to take over. */
export interface UnheardFeed {
  readonly sessionId: SessionId;
  /** Since when no replica has heard it, in milliseconds since 1970. */
  readonly unheardSince: number;
  /** How many replicas have offered it since then, this one included. */
  readonly timesOffered: number;
}

/** A session as it is claimed, with what its offer said if it was claimed by one. */
export type ClaimedFeed = FollowedSession & Partial<Omit<UnheardFeed, 'sessionId'>>;

/**
 * Which replica follows which session. For economy alone: two that follow one session do no harm, since what they hear has
 * one effect. The same adapter as the session store.
 */
export interface FeedLeases {
  /**
   * Leases sessions that are queued or active and that no living replica follows, or that another one has offered; at most
   * `limit`, oldest first.
   */
  claimFeeds(limit: number): Promise<readonly ClaimedFeed[]>;
  /** Of those that this replica has leased, the ones that are still queued or active. */
  heldFeeds(): Promise<readonly SessionId[]>;
  /**
   * Lets other replicas claim these, and none that was offered before and is not among them. They stay leased until one does.
   * Without effect for those that are not held, and in a store of one process.
   */
  offerFeeds(unheard: readonly UnheardFeed[]): Promise<void>;
  /** Gives leases back. Without effect for those that are not held. */
  releaseFeeds(ids: readonly SessionId[]): Promise<void>;
}

/** How well the live chats are heard that this process follows. */
export interface FeedHealth {
  readonly followed: number;
  /** Those of them that are not heard. */
  readonly unheard: number;
  /** For how long the one has not been heard that has not been for longest, in milliseconds; 0 when all are. */
  readonly longestUnheardMs: number;
}
