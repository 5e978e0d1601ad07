import type { CallerId, ChannelId, ConversationId, LiveChatId, SessionId } from './ids.ts';

/** The person who asks for a human. */
export interface Customer {
  readonly id: string;
  readonly name: string;
  /** BCP 47, e.g. `en-GB`. */
  readonly locale?: string;
}

/** Why a live chat could not be had. */
export type Unavailability = 'closed' | 'no-agents' | 'unavailable';

/** Who or what brought a session to its end. */
export type EndReason = ClosingReason | 'customer' | 'copilot' | 'unavailable';

/**
 * Ends after which there is still something to tell the customer outside of a turn of the copilot. `closed` and `no-agents` are
 * the live chat's, which had opened all the same.
 */
export const closingReasons = ['agent', 'closed', 'no-agents', 'idle', 'too-long', 'failed'] as const;
export type ClosingReason = (typeof closingReasons)[number];

/**
 * How the live chat is when a session closes. `over`: it has ended, or is not known there any more. `unreachable`: it does not
 * know of the end yet, and what waits for it would be read by an agent who is alone already.
 */
export type LiveChatAtEnd = 'over' | 'unreachable';

/** How the live chat answered the request; repeats of the request get this again. */
export interface Opening {
  readonly as: 'queued' | 'active';
  readonly queuePosition?: number;
  readonly estimatedWaitSeconds?: number;
}

interface Common {
  readonly id: SessionId;
  /** No two callers use the same one: what comes from one of them must not change a session of the other. */
  readonly conversationId: ConversationId;
  readonly customer: Customer;
  /** The protocol by which the copilot called; it takes the customer back. */
  readonly caller: CallerId;
  /** Where the customer is. */
  readonly channel: ChannelId;
  /** How customer and copilot are reached later; only the adapters of this caller and this channel read it. */
  readonly customerAddress: string;
  /** The problem that the live chat has been shown, if any. */
  readonly problem?: string;
  /** Whether the customer has said anything to the agent yet. What was said is on its way, and not here. */
  readonly hasSpoken: boolean;
  /** Milliseconds since 1970, as all times here. */
  readonly requestedAt: number;
  /**
   * Since when silence counts: when the customer or an agent last did something, the queue moved, or what had to wait reached
   * its side.
   */
  readonly lastActivityAt: number;
}

/** A side of the conversation that messages are on their way to. */
export type Side = 'customer' | 'live-chat';

interface Open extends Common {
  /** Tells the customer's last words from others, as long as no agent has answered them. */
  readonly lastWords?: { readonly mark: string; readonly at: number };
  /** When the customer was told that silence will end the session; absent after any activity. */
  readonly idleWarnedAt?: number;
  /** The sides that cannot be reached at present, as the other side was told; absent when both can. */
  readonly unreachable?: readonly Side[];
}

/** Committed before the live chat is called, so that a crash leaves a session to repair and no orphan. */
export interface Requested extends Open {
  readonly status: 'requested';
  /** An agent who joined before the start was answered. The customer is told of them after it. */
  readonly joined?: { readonly agentName?: string };
}

interface InChat extends Open {
  /** Where the live chat's feed goes on, for one that is followed. Only the vendor's adapter can read it. */
  readonly feedBookmark?: string;
}

export interface Queued extends InChat {
  readonly status: 'queued';
  readonly liveChatId: LiveChatId;
  readonly opening: Opening;
  readonly queuePosition?: number;
}

export interface Active extends InChat {
  readonly status: 'active';
  readonly liveChatId: LiveChatId;
  readonly opening: Opening;
  /** Absent as long as the live chat has not said who it is. */
  readonly agentName?: string;
}

interface OverOrClosing extends Common {
  readonly liveChatId?: LiveChatId;
  readonly opening?: Opening;
  /** The live chat has said that it is over too: words that wait for it go out no more. */
  readonly isLiveChatOver?: true;
}

/**
 * The live chat is over, but words that were accepted before, and the farewell, still wait for the customer.
 * Nothing new is taken from either side. It becomes `ended` when they have gone out.
 */
export interface Closing extends OverOrClosing {
  readonly status: 'closing';
  readonly reason: ClosingReason;
  readonly closedAt: number;
}

/** A tombstone: late callbacks must find it and be refused. */
export interface Ended extends OverOrClosing {
  readonly status: 'ended';
  readonly reason: EndReason;
  readonly endedAt: number;
  readonly unavailability?: Unavailability;
}

export type OpenSession = Requested | Queued | Active;
export type HandoffSession = OpenSession | Closing | Ended;

/** Whether both sides can still speak. */
export function isOpen(session: HandoffSession): session is OpenSession {
  return session.status === 'requested' || session.status === 'queued' || session.status === 'active';
}

/** Whether the session still keeps its conversation from opening another one. */
export function holdsConversation(session: HandoffSession): boolean {
  return session.status !== 'ended';
}

/** Whether a session that ended for this reason was closing before. */
export function isClosingReason(reason: EndReason): reason is ClosingReason {
  return reason !== 'customer' && reason !== 'copilot' && reason !== 'unavailable';
}

/** The live chat's id, once it is known. */
export function liveChatIdOf(session: HandoffSession): LiveChatId | undefined {
  return session.status === 'requested' ? undefined : session.liveChatId;
}

/** Whether the live chat of a session that is not open has told its own end since. */
export function isLiveChatOver(session: HandoffSession): boolean {
  return 'isLiveChatOver' in session && session.isLiveChatOver === true;
}

/** Whether silence says nothing, since a side cannot be reached. */
export function isSilenceExcused(session: HandoffSession): boolean {
  return isOpen(session) && (session.unreachable?.length ?? 0) > 0;
}

/** Whether words for a side wait because it cannot be reached, and the other side knows. */
export function isUnreachable(session: HandoffSession, side: Side): boolean {
  return isOpen(session) && (session.unreachable?.includes(side) ?? false);
}
