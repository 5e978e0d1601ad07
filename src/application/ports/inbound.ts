import type { HandoffDetails } from '../../domain/events.ts';
import type { ClosingReason, EndReason, Unavailability } from '../../domain/handoff-session.ts';
import type { ConversationId, LiveChatId, MessageId, SessionId } from '../../domain/ids.ts';
import type { AgentWords, CustomerWords } from '../../domain/words.ts';
import type { GivenBack } from './caller.ts';
import type { ChannelMessage } from './customer-channel.ts';
import type { DeadLetter } from './outbox.ts';

/*
 * What the outside can ask of the application. Each call makes one commit, and what it answers is durable.
 * All reject with StoreUnavailable when the store cannot be written, or when the outcome of the commit is unknown. A repeat
 * is then answered as if it were the first.
 */

export interface HandoffRequest extends Omit<HandoffDetails, 'sessionId'> {
  /** The sender's id of this request; a repeat gets the same answer and opens nothing. */
  readonly requestId: string;
}

export type HandoffAnswer =
  | {
      readonly status: 'queued' | 'active' | 'already-open';
      readonly liveChatId: LiveChatId;
      readonly queuePosition?: number;
      readonly estimatedWaitSeconds?: number;
    }
  | { readonly status: Unavailability };

/** Opens a session and waits for the live chat, at most for the turn's budget. */
export type RequestHandoff = (request: HandoffRequest) => Promise<HandoffAnswer>;

/** Who speaks in a conversation of several people. */
export interface Speaker {
  readonly name: string;
  /** Whether this is the customer of a session, by the address that the session keeps. */
  readonly isCustomerAt: (customerAddress: string) => boolean;
}

export interface CustomerMessage extends CustomerWords {
  readonly conversationId: ConversationId;
  /** Absent where only the customer can speak. */
  readonly speaker?: Speaker;
}

export type CustomerMessageAnswer =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'full' }
  /** No session is open. `lastEnd` says why, when it is known. */
  | { readonly outcome: 'none'; readonly lastEnd?: EndReason };

export type RelayCustomerMessage = (message: CustomerMessage) => Promise<CustomerMessageAnswer>;

/** Shows the agent that the customer is typing, where the live chat can. Never fails. */
export type RelayCustomerTyping = (conversationId: ConversationId) => Promise<void>;

/** Words of a turn that may ask for an agent as well as speak to one. */
export interface CustomerTurn {
  readonly request: HandoffRequest;
  readonly message: CustomerMessage;
  /** How long after the end of a chat words still belong to it, in milliseconds. */
  readonly afterEndMs: number;
}

export type CustomerTurnAnswer =
  | Exclude<CustomerMessageAnswer, { readonly outcome: 'none' }>
  | { readonly outcome: 'asked'; readonly answer: HandoffAnswer }
  /** A chat of this conversation is over since a moment ago, and nothing was made of the words. */
  | { readonly outcome: 'just-ended' };

/** Tells the agent of the open session the words, or asks for an agent with them. A repeat has no further effect. */
export type TakeCustomerTurn = (turn: CustomerTurn) => Promise<CustomerTurnAnswer>;

/**
 * Keeps the newest way to the customer of a session that is not ended, made from the one before. What waited for it is due at once.
 * Without effect where there is no such session; a repeat changes nothing.
 */
export type RenewAddress = (
  conversationId: ConversationId,
  newAddress: (known: string) => string,
) => Promise<void>;

/** One thing that waits for a customer: words, or that the copilot gets its customer back. */
export type TurnWord =
  | ({ readonly kind: 'words' } & ChannelMessage)
  | ({ readonly kind: 'return' } & GivenBack);

/**
 * What became of a word in the answer to a turn. `delivered`: the copilot has taken it. `answered`: the answer went out as a whole;
 * a repeat of the turn says that it did not arrive. `unknown`: the answer broke off. `unsent`: nothing of it went out.
 */
export type TurnWordOutcome = 'delivered' | 'answered' | 'unknown' | 'unsent';

/** What goes out with the answer to a turn, in order, never none. The attempts at all of it have begun, and have to be settled. */
export interface TurnWords {
  readonly words: readonly TurnWord[];
  /** More waits than one answer takes. */
  readonly hasMore: boolean;
  /** What became of each in its place; the last outcome is that of all that follow. */
  settle(outcomes: readonly [TurnWordOutcome, ...TurnWordOutcome[]]): Promise<void>;
}

/**
 * Takes what waits for a customer who is reached in turns. A repeat of a turn, by its id, gets again what its answer did not carry
 * for sure. Absent where nothing waits, another turn is being answered, or the customer is reached at any time.
 */
export type TakeTurnWords = (turn: {
  readonly conversationId: ConversationId;
  readonly requestId: string;
}) => Promise<TurnWords | undefined>;

export interface EndRequest {
  readonly conversationId: ConversationId;
  readonly requestId: string;
  readonly by: 'customer' | 'copilot';
  /** Absent where only the customer or the copilot can ask. */
  readonly speaker?: Speaker;
  /** Ends only the session of this live chat; absent for whichever is open. */
  readonly liveChatId?: LiveChatId;
  /** What waited for the customer goes out with the answer to this request: attempts at it are not waited for. */
  readonly carriesWords?: boolean;
}

export type EndAnswer =
  | { readonly status: 'ended' | 'none'; readonly liveChatId?: LiveChatId }
  /** Another person than the customer asked, and the session goes on. */
  | { readonly status: 'not-the-customer' };

export type EndHandoff = (request: EndRequest) => Promise<EndAnswer>;

/** Whom a callback concerns, by the vendor's id or by ours, whichever of them the vendor sends. */
export type CallbackOf = { readonly liveChatId: LiveChatId } | { readonly sessionId: SessionId };

/**
 * What a live chat is answered. `unknown`, `ended` and `opening` concern the live chat, `full` the waiting messages. `opening`:
 * nothing was taken, since the live chat is not known yet and a start is under way that may be its, or the session's own start is
 * not answered yet; a repeat is worth while.
 */
export type LiveChatAnswer = 'accepted' | 'duplicate' | 'unknown' | 'ended' | 'opening' | 'full';

/** Where the vendor does not say who speaks, it is the agent who is known to serve the session, if there is one. */
export interface AgentMessage extends AgentWords {
  readonly of: CallbackOf;
  /** The words are those of the vendor's own bot or of a trigger: a notice to the customer, and no agent is there because of it. */
  readonly isAutomatic?: boolean;
  /** The id is all that the sender has to know, so an unknown one is looked for once and not waited for. */
  readonly isGuessable?: boolean;
  /** Where the live chat's feed goes on after this, for one that is followed. */
  readonly bookmark?: string;
}

export type RelayAgentMessage = (message: AgentMessage) => Promise<LiveChatAnswer>;

export type AgentStatus =
  | { readonly type: 'typing' }
  | { readonly type: 'joined' | 'left' | 'transferred'; readonly agentName?: string }
  | { readonly type: 'queue-position'; readonly position: number; readonly estimatedWaitSeconds?: number }
  | { readonly type: 'ended'; readonly cause?: EndCause; readonly lastMessage?: string };

/** Why a live chat is over, as far as its vendor says: what the customer is told follows from it. Default `agent`. */
export type EndCause = Exclude<ClosingReason, 'too-long'>;

/**
 * Of a session whose start is not answered yet, `joined`, `left` and `transferred` are kept and told after it, where the callback
 * names our own id.
 */
export interface AgentStatusReport {
  readonly of: CallbackOf;
  readonly messageId: MessageId;
  readonly status: AgentStatus;
  /** Where the live chat's feed goes on after this, for one that is followed. */
  readonly bookmark?: string;
}

export type RecordAgentStatus = (report: AgentStatusReport) => Promise<LiveChatAnswer>;

/**
 * Erases texts, and forgets sessions and answered requests, that were kept for long enough, until none is left or it is
 * stopping. Returns how many sessions it changed.
 */
export type ApplyRetention = (isStopping?: () => boolean) => Promise<number>;

export interface Erased {
  /** Sessions that were open and had to be ended first. */
  readonly ended: number;
  readonly erased: number;
}

/**
 * Ends what is open of a customer, and erases what was said and who it was. When it resolves, no file of a session has
 * it any more. A repeat erases what came since.
 */
export type EraseCustomer = (customerId: string) => Promise<Erased>;

/** Ends what is idle, too old or stuck, and warns before it ends what is idle. Returns how many it changed. */
export type ExpireSessions = () => Promise<number>;

export type ReplayAnswer = 'replayed' | 'session-ended' | 'unknown';

/** What could not be delivered, for people to decide about. */
export interface DeadLetters {
  /** Newest first. */
  list(limit: number): Promise<readonly DeadLetter[]>;
  /** Absent when there is none of this id, or none any more. */
  show(id: string): Promise<DeadLetter | undefined>;
  /** Sends a dead letter again, behind what is pending in its lane. A repeat returns `unknown`. */
  replay(id: string): Promise<ReplayAnswer>;
  /** Removes a dead letter for good. A repeat returns `unknown`. */
  drop(id: string): Promise<'dropped' | 'unknown'>;
}
