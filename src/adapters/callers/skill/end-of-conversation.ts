import type { Unavailability } from '../../../domain/handoff-session.ts';

export type HandoffStatus =
  | 'queued'
  | 'active'
  | 'already-open'
  | 'ended'
  | 'none'
  | Unavailability
  | 'unsupported-channel';

export interface TurnEnd {
  readonly status: HandoffStatus;
  readonly liveChatId?: string;
  /** A word for conditions in a topic, such as `agent` or `no-session`; empty when there is nothing to add. */
  readonly reason?: string;
}

/** Gives the turn back to the topic. The code stays a success, so that the topic can branch on the status. */
export function endOfConversation({ status, liveChatId = '', reason = '' }: TurnEnd) {
  return {
    type: 'endOfConversation',
    code: 'completedSuccessfully',
    value: { LiveChatConversationId: liveChatId, HandoffStatus: status, Reason: reason },
  };
}
