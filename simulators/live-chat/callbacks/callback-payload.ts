import type { LiveChatKind } from '../live-chat.ts';

/** What an agent, or the live chat for the agent, has to say to the other side. */
export type AgentAction =
  | { readonly type: 'message'; readonly message: string; readonly sender: string }
  | { readonly type: 'typing'; readonly sender?: string }
  | { readonly type: 'agent-joined' | 'agent-left' | 'agent-transferred'; readonly sender: string }
  | {
      readonly type: 'queue-position';
      readonly queuePosition: number;
      readonly estimatedWaitSeconds?: number;
    }
  | { readonly type: 'session-ended'; readonly reason?: string; readonly message?: string };

export interface Addressed {
  readonly chatId: string;
  readonly messageId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly act: AgentAction;
}

export type Payload = Readonly<Record<string, unknown>>;

/** The callback's body, or nothing when the kind has no word for this act. */
export function callbackPayload(
  kind: LiveChatKind,
  { chatId, messageId, at, act }: Addressed,
): Payload | undefined {
  switch (kind) {
    case 'reference':
      return { sessionId: chatId, messageId, timestamp: at, ...act };
    case 'contoso-sample':
      if (act.type !== 'message') return undefined;
      return {
        ConversationId: chatId,
        Id: messageId,
        Message: act.message,
        Sender: act.sender,
        Timestamp: at,
      };
  }
}
