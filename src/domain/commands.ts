import type { HandoffDetails } from './events.ts';
import type { ClosingReason, LiveChatAtEnd, Opening, Side, Unavailability } from './handoff-session.ts';
import type { LiveChatId } from './ids.ts';
import type { AgentWords, CustomerWords } from './words.ts';

export interface RequestHandoff extends HandoffDetails {
  readonly type: 'request-handoff';
}

/** The customer asks for an agent although there is one already. */
export interface RepeatRequest {
  readonly type: 'repeat-request';
}

/** The live chat exists now. */
export interface ConfirmOpened {
  readonly type: 'confirm-opened';
  readonly liveChatId: LiveChatId;
  readonly opening: Opening;
}

/** There will be no live chat, or none in time. */
export interface GiveUpOpening {
  readonly type: 'give-up-opening';
  readonly why: Unavailability;
  readonly liveChatMayExist: boolean;
  /** Whether a turn still waits for the answer and tells the customer. */
  readonly customerIsTold: boolean;
}

export interface SayAsCustomer extends CustomerWords {
  readonly type: 'say-as-customer';
  /** The name of another person in the conversation, who said this in place of the customer. */
  readonly bystander?: string;
}

/** The customer, or the way to them, is elsewhere now. */
export interface MoveCustomer {
  readonly type: 'move-customer';
  readonly customerAddress: string;
}

export interface SayAsAgent extends AgentWords {
  readonly type: 'say-as-agent';
}

/** A text of the live chat itself, such as that of a trigger or of the vendor's own bot. */
export interface SayAsLiveChat extends Omit<AgentWords, 'agentName'> {
  readonly type: 'say-as-live-chat';
}

export interface RecordAgentChange extends Pick<AgentWords, 'agentName'> {
  readonly type: 'record-agent-joined' | 'record-agent-left' | 'record-agent-transferred';
}

export interface RecordQueuePosition {
  readonly type: 'record-queue-position';
  readonly position: number;
  readonly estimatedWaitSeconds?: number;
}

export interface RecordUndeliverable {
  readonly type: 'record-undeliverable';
  readonly to: Side;
  readonly cause: string;
}

/** A side cannot be reached for now, and words for it wait. */
export interface RecordDelay {
  readonly type: 'record-delay';
  readonly to: Side;
}

/** A side has taken a message. */
export interface RecordReached {
  readonly type: 'record-reached';
  readonly to: Side;
}

/** Something has reached a side after it had to wait. */
export interface RecordLateArrival {
  readonly type: 'record-late-arrival';
}

export interface WarnIdle {
  readonly type: 'warn-idle';
}

/** The live chat is over, and the customer has to be told outside of a turn. */
export interface CloseLiveChat {
  readonly type: 'close-live-chat';
  readonly reason: ClosingReason;
  /** How the live chat is; absent when it is open and has to be ended. */
  readonly liveChat?: LiveChatAtEnd;
  /** A last word of the agent that came with the end. */
  readonly lastMessage?: string;
}

/** The live chat of a session that is over has ended as well: what still waits for it has no reader. */
export interface RecordLiveChatOver {
  readonly type: 'record-live-chat-over';
}

/** The customer or the copilot ends it, in a turn of theirs. */
export interface EndHandoff {
  readonly type: 'end-handoff';
  readonly by: 'customer' | 'copilot';
}

/** All that waited for the customer of a closing session has gone out. */
export interface FinishClosing {
  readonly type: 'finish-closing';
}

export type Command =
  | RequestHandoff
  | RepeatRequest
  | ConfirmOpened
  | GiveUpOpening
  | SayAsCustomer
  | MoveCustomer
  | SayAsAgent
  | SayAsLiveChat
  | RecordAgentChange
  | RecordQueuePosition
  | RecordUndeliverable
  | RecordDelay
  | RecordReached
  | RecordLateArrival
  | WarnIdle
  | CloseLiveChat
  | RecordLiveChatOver
  | EndHandoff
  | FinishClosing;
