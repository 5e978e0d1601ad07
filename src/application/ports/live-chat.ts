import type { Briefing } from '../../domain/briefing.ts';
import type { Customer, EndReason, Opening, Unavailability } from '../../domain/handoff-session.ts';
import type { ChannelId, LiveChatId, SessionId } from '../../domain/ids.ts';
import type { Deferred, Delivery, Retryable } from './delivery.ts';

/** What a live chat can do beyond carrying words. The contract suite asks of each vendor what is promised here. */
export interface LiveChatCapabilities {
  /** What `start` carries of the briefing; the rest follows as messages. */
  readonly startCarries: readonly (keyof Briefing)[];
  /** Whether it opens with words alone: then each start has some. */
  readonly needsFirstWords: boolean;
  /** Whether a repeated `start` opens one live chat: the vendor can tell repeats, or the adapter looks for the first one. */
  readonly startIsRepeatable: boolean;
  /** Whether a repeated `say` is shown once, for either reason. Elsewhere it is shown twice when the first one had arrived. */
  readonly sayIsRepeatable: boolean;
  /**
   * What words do that arrive after the end. `refuses`: nothing, and they are rejected. `reopens`: they open the live chat again,
   * or wake something else there, so that an end follows them.
   */
  readonly afterEnd: 'refuses' | 'reopens';
  /**
   * Whether its ends may be heard long after they happened, as on a feed that was away. Words that it took meanwhile may have opened
   * it again, so that an end follows each end which it tells.
   */
  readonly isEndHeardLate?: true;
  readonly typing: boolean;
  /** What an agent is shown of what became of their words; absent where nothing is. */
  readonly receipts?: readonly Receipt[];
}

/** That the customer's channel has taken an agent's words, or that they will not be tried any more. */
export type Receipt = 'delivered' | 'failed';

export interface LiveChatStart extends Briefing {
  /** What the vendor is given as our own id of the session, so that a repeat can find its live chat; a person's id would join two. */
  readonly sessionId: SessionId;
  readonly customer: Customer;
  /** Where the customer is. */
  readonly channel: ChannelId;
  /**
   * The words to open with, where the live chat needs some. Absent also once texts were erased: then the start is repeated only
   * to learn which live chat it opened.
   */
  readonly firstWords?: string;
}

/** One live chat, by the vendor's id and by ours: vendors want the one, the other or both. */
export interface OpenLiveChat {
  readonly sessionId: SessionId;
  readonly liveChatId: LiveChatId;
}

export interface LiveChatMessage extends OpenLiveChat {
  readonly messageId: string;
  readonly text: string;
  readonly sender: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** A `notice` is ours and not the customer's: something the agent should know. */
  readonly kind: 'customer' | 'notice';
}

/** One attempt to tell a live chat something. */
export interface LiveChatAttempt {
  /** The idempotency key: the same in each attempt, unique for ever. */
  readonly key: string;
  /**
   * Whether an attempt before may have arrived, since its outcome is not known. An adapter whose vendor takes no keys looks before
   * it repeats, where the vendor lets it look.
   */
  readonly mayHaveArrived: boolean;
}

export type StartOutcome =
  | { readonly outcome: 'opened'; readonly liveChatId: LiveChatId; readonly opening: Opening }
  | { readonly outcome: 'rejected'; readonly cause: Unavailability }
  | Retryable
  | Deferred;

/** `unknown-live-chat` and `ended` say that this live chat takes nothing any more; `invalid` concerns one message. */
export type SayRejection = 'unknown-live-chat' | 'ended' | 'invalid';

/** A vendor's live chat. Every call has a time-out, and a time-out is `unknown`. What a repeat does, its capabilities say. */
export interface LiveChat {
  /** Names the vendor to operators. */
  readonly id: string;
  readonly capabilities: LiveChatCapabilities;
  /** A text in pieces that the live chat takes, most often one; joined they equal the text. The same text gives the same pieces. */
  split(text: string): readonly string[];
  /** Asks for an agent. */
  start(start: LiveChatStart, attempt: LiveChatAttempt): Promise<StartOutcome>;
  /** Shows one message to the agent. */
  say(message: LiveChatMessage, attempt: LiveChatAttempt): Promise<Delivery<SayRejection>>;
  /** Shows that the customer is typing. Best effort; nothing is kept or repeated. */
  typing(chat: OpenLiveChat): Promise<void>;
  /**
   * Shows the agent what became of the words that the live chat told with this `messageId`. There where its capabilities name
   * receipts. Best effort; nothing is kept or repeated.
   */
  receipt?(chat: OpenLiveChat, messageId: string, receipt: Receipt): Promise<void>;
  /** Ends the live chat; `delivered` also when it was ended before or is not known. */
  end(chat: OpenLiveChat, reason: EndReason, attempt: LiveChatAttempt): Promise<Delivery>;
}
