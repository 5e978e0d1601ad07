import type { ChatRecord } from '../chats/chat-record.ts';
import type { Choices } from '../choices.ts';

/** What an agent, or the live chat for the agent, has to say to the other side. */
export type AgentAction =
  | {
      readonly type: 'message';
      readonly message: string;
      readonly sender: string;
      /** Said by the live chat's own bot, or by a trigger. */
      readonly isAutomatic?: true;
    }
  | { readonly type: 'typing'; readonly sender?: string }
  | { readonly type: 'agent-joined' | 'agent-left' | 'agent-transferred'; readonly sender: string }
  | {
      readonly type: 'queue-position';
      readonly queuePosition: number;
      readonly estimatedWaitSeconds?: number;
    }
  | { readonly type: 'session-ended'; readonly reason?: string; readonly message?: string };

/** Every type of them. */
export const agentActionTypes = [
  'message',
  'typing',
  'agent-joined',
  'agent-left',
  'agent-transferred',
  'queue-position',
  'session-ended',
] as const satisfies readonly AgentAction['type'][];

export interface Addressed {
  /** As it was before the act. */
  readonly chat?: ChatRecord | undefined;
  /** Its id on the wire. */
  readonly chatId: string;
  readonly messageId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly act: AgentAction;
  /** What the vendor was told to do where it is free; nothing unless told. */
  readonly choices?: Choices;
}

export type Payload = Readonly<Record<string, unknown>>;
