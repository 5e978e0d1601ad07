import type { Customer, EndReason, Opening, Unavailability } from '../../domain/handoff-session.ts';
import type { LiveChatId, SessionId } from '../../domain/ids.ts';
import type { Transcript } from '../../domain/transcript.ts';
import type { Deferred, Delivery, Retryable } from './delivery.ts';

/** What a live chat can do beyond carrying words. */
export interface LiveChatCapabilities {
  /** Whether `start` carries problem, transcript and context; otherwise they follow as messages. */
  readonly startCarriesDetails: boolean;
  /** Whether a repeated `start` under the same key opens only one live chat. */
  readonly startIsRepeatable: boolean;
  readonly typing: boolean;
}

export interface LiveChatStart {
  readonly sessionId: SessionId;
  readonly customer: Customer;
  readonly problem?: string;
  readonly transcript: Transcript;
  readonly context?: Readonly<Record<string, unknown>>;
}

export interface LiveChatMessage {
  readonly liveChatId: LiveChatId;
  readonly messageId: string;
  readonly text: string;
  readonly sender: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** A `notice` is ours and not the customer's: something the agent should know. */
  readonly kind: 'customer' | 'notice';
}

export type StartOutcome =
  | { readonly outcome: 'opened'; readonly liveChatId: LiveChatId; readonly opening: Opening }
  | { readonly outcome: 'rejected'; readonly cause: Unavailability }
  | Retryable
  | Deferred;

/** `unknown-live-chat` and `ended` say that this live chat takes nothing any more; `invalid` concerns one message. */
export type SayRejection = 'unknown-live-chat' | 'ended' | 'invalid';

/**
 * A vendor's live chat. Every call has a time-out, and a time-out is `unknown`. `key` is the idempotency key:
 * a repeat under the same key has one effect wherever the vendor can tell repeats.
 */
export interface LiveChat {
  readonly capabilities: LiveChatCapabilities;
  /** Asks for an agent. A repeat under the same key answers with the same live chat. */
  start(start: LiveChatStart, key: string): Promise<StartOutcome>;
  /** Shows one message to the agent. A repeat under the same key is shown once. */
  say(message: LiveChatMessage, key: string): Promise<Delivery<SayRejection>>;
  /** Shows that the customer is typing. Best effort; nothing is kept or repeated. */
  typing(liveChatId: LiveChatId): Promise<void>;
  /** Ends the live chat; `delivered` also when it was ended before or is not known. */
  end(liveChatId: LiveChatId, reason: EndReason, key: string): Promise<Delivery>;
}
