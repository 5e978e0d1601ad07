import type { Briefing } from './briefing.ts';
import type {
  ClosingReason,
  EndReason,
  LiveChatAtEnd,
  Opening,
  Requested,
  Side,
  Unavailability,
} from './handoff-session.ts';
import type { LiveChatId, SessionId } from './ids.ts';
import type { AgentWords, CustomerWords } from './words.ts';

interface Happened {
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Who asks for an agent, and what the agent should know. */
export interface HandoffDetails
  extends Briefing,
    Pick<Requested, 'conversationId' | 'customer' | 'caller' | 'channel' | 'customerAddress'> {
  readonly sessionId: SessionId;
  /** As in {@link CustomerWords}, of the words that ask. */
  readonly mark?: string;
}

export interface HandoffRequested extends Happened, HandoffDetails {
  readonly type: 'handoff-requested';
}

export interface LiveChatOpened extends Happened {
  readonly type: 'live-chat-opened';
  readonly liveChatId: LiveChatId;
  readonly opening: Opening;
}

/** With a problem that the agent has not been shown yet, and with the address of a customer who can now be reached elsewhere. */
export interface CustomerSaid extends Happened, CustomerWords {
  readonly type: 'customer-said';
  /** The name of another person in the conversation, who said this in place of the customer. */
  readonly bystander?: string;
}

/** The way to the customer has changed, and nothing was said. */
export interface CustomerMoved extends Happened {
  readonly type: 'customer-moved';
  readonly customerAddress: string;
}

export interface AgentSaid extends Happened, AgentWords {
  readonly type: 'agent-said';
}

/** A text of the live chat itself; no agent is there because of it. */
export interface LiveChatSaid extends Happened, Omit<AgentWords, 'agentName'> {
  readonly type: 'live-chat-said';
}

/** Who serves the customer. That an agent joined a session that is still requested is kept, and told after the start. */
export interface AgentChanged extends Happened, Pick<AgentWords, 'agentName'> {
  readonly type: 'agent-joined' | 'agent-left' | 'agent-transferred';
}

export interface QueueMoved extends Happened {
  readonly type: 'queue-moved';
  readonly position: number;
  readonly estimatedWaitSeconds?: number;
}

/** What was heard of the live chat's feed is kept up to here. */
export interface FeedRead extends Happened {
  readonly type: 'feed-read';
  readonly bookmark: string;
}

/** The live chat has said once more where the customer is in the queue. */
export interface QueueConfirmed extends Happened {
  readonly type: 'queue-confirmed';
}

/** What had to wait has reached its side: silence counts from now on. */
export interface ArrivedLate extends Happened {
  readonly type: 'arrived-late';
}

export interface MessageUndeliverable extends Happened {
  readonly type: 'message-undeliverable';
  readonly to: Side;
  readonly cause: string;
}

/** Messages to a side have to wait, since it cannot be reached. */
export interface DeliveryDelayed extends Happened {
  readonly type: 'delivery-delayed';
  readonly to: Side;
}

/** The side that could not be reached has taken a message again. */
export interface DeliveryResumed extends Happened {
  readonly type: 'delivery-resumed';
  readonly to: Side;
}

export interface IdleWarned extends Happened {
  readonly type: 'idle-warned';
}

export interface LiveChatClosed extends Happened {
  readonly type: 'live-chat-closed';
  readonly reason: ClosingReason;
  readonly liveChat?: LiveChatAtEnd;
  /** A last word of the agent that came with the end. */
  readonly message?: { readonly text: string; readonly agentName?: string };
}

/** The live chat has ended after its session was closed or ended by another side. */
export interface LiveChatOver extends Happened {
  readonly type: 'live-chat-over';
}

export interface HandoffEnded extends Happened {
  readonly type: 'handoff-ended';
  readonly reason: EndReason;
  /** With reason `unavailable`: what the live chat said, and whether it may have opened a chat all the same. */
  readonly unavailability?: { readonly why: Unavailability; readonly liveChatMayExist: boolean };
}

export type HandoffEvent =
  | HandoffRequested
  | LiveChatOpened
  | CustomerSaid
  | CustomerMoved
  | AgentSaid
  | LiveChatSaid
  | AgentChanged
  | QueueMoved
  | QueueConfirmed
  | FeedRead
  | ArrivedLate
  | MessageUndeliverable
  | DeliveryDelayed
  | DeliveryResumed
  | IdleWarned
  | LiveChatClosed
  | LiveChatOver
  | HandoffEnded;
