import type {
  FeedEvent,
  FollowedSession,
  LiveChatFeed,
} from '../../../src/application/ports/live-chat-feed.ts';
import type { PushedClock } from './pushed-clock.ts';

/** One live chat of a vendor whose feed is held to the port, and ways to break the connection on which it is heard. */
export interface FollowedDesk {
  /** Does the next thing in the chat that its feed has to tell, each time another one. Resolves with its label when the vendor has it. */
  happens(): Promise<string>;
  /** Breaks all connections that are open. */
  cut(): void;
  /** Refuses connections from now on, or takes them again. */
  refuse(isRefusing: boolean): void;
  /** What is open is up, and carries nothing, no sign of life either. */
  deafen(isDeaf: boolean): void;
  /** What happens is kept, and never comes on a connection that is open then. */
  lose(isLosing: boolean): void;
  /** Each event comes several times, and a new connection begins earlier than it was asked to, as far as a vendor may do so. */
  repeat(): void;
  /** Lets the vendor show that it is alive, on all connections that are open; absent where it never does. */
  beat?(): Promise<void>;
  /** How many connections are open; absent where sessions share one that is kept. */
  connections?(): number;
}

export interface FreshFeed {
  readonly feed: LiveChatFeed;
  readonly desk: FollowedDesk;
  /** Its live chat is open, and nothing has happened in it. */
  readonly session: FollowedSession;
  /** What happened, as `happens` has named it; absent for what is of no account, such as typing. */
  label(event: FeedEvent): string | undefined;
  /**
   * Which of the things that happened while nothing was heard are told afterwards. All of them, unless the vendor can only be asked
   * how matters stand now.
   */
  readonly missed?: (labels: readonly string[]) => readonly string[];
  stop(): Promise<void>;
}

/** Opens a live chat whose feed goes by the clock, with the vendor's own delays. */
export type MakeFreshFeed = (clock: PushedClock) => Promise<FreshFeed>;
