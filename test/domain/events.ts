import type * as events from '../../src/domain/events.ts';
import {
  asActive,
  asQueued,
  now,
  ours,
  pat,
  patsCaller,
  patsChannel,
  patsConversation,
  patsTeams,
  saidBefore,
  theLiveChat,
  thePrinter,
} from './builders.ts';
import { danaSays, patSays, triggerSays } from './commands.ts';

export const handoffRequested: events.HandoffRequested = {
  type: 'handoff-requested',
  sessionId: ours,
  conversationId: patsConversation,
  customer: pat,
  caller: patsCaller,
  channel: patsChannel,
  customerAddress: patsTeams,
  problem: thePrinter,
  transcript: saidBefore,
  at: now,
};

export const liveChatQueued: events.LiveChatOpened = {
  type: 'live-chat-opened',
  liveChatId: theLiveChat,
  opening: asQueued,
  at: now,
};
export const liveChatServed: events.LiveChatOpened = { ...liveChatQueued, opening: asActive };

export const patMoved: events.CustomerMoved = {
  type: 'customer-moved',
  customerAddress: 'teams/pat/phone',
  at: now,
};
export const patSaid: events.CustomerSaid = {
  type: 'customer-said',
  messageId: patSays.messageId,
  text: patSays.text,
  at: now,
};
export const danaSaid: events.AgentSaid = {
  type: 'agent-said',
  messageId: danaSays.messageId,
  text: danaSays.text,
  agentName: 'Dana',
  at: now,
};

export const triggerSaid: events.LiveChatSaid = {
  type: 'live-chat-said',
  messageId: triggerSays.messageId,
  text: triggerSays.text,
  at: now,
};

export const danaJoined: events.AgentChanged = { type: 'agent-joined', agentName: 'Dana', at: now };
export const danaLeft: events.AgentChanged = { type: 'agent-left', agentName: 'Dana', at: now };
export const elliTookOver: events.AgentChanged = {
  type: 'agent-transferred',
  agentName: 'Elli',
  at: now,
};
export const patBecameSecond: events.QueueMoved = { type: 'queue-moved', position: 2, at: now };
export const wordsDidNotReachDana: events.MessageUndeliverable = {
  type: 'message-undeliverable',
  to: 'live-chat',
  cause: 'invalid',
  at: now,
};
export const danaBecameUnreachable: events.DeliveryDelayed = {
  type: 'delivery-delayed',
  to: 'live-chat',
  at: now,
};
export const danaBecameReachable: events.DeliveryResumed = {
  type: 'delivery-resumed',
  to: 'live-chat',
  at: now,
};
export const wordsArrivedLate: events.ArrivedLate = { type: 'arrived-late', at: now };
export const danaHungUpLate: events.LiveChatOver = { type: 'live-chat-over', at: now };
export const queueConfirmed: events.QueueConfirmed = { type: 'queue-confirmed', at: now };
export const silenceNoticed: events.IdleWarned = { type: 'idle-warned', at: now };

export const closedByDana: events.LiveChatClosed = {
  type: 'live-chat-closed',
  reason: 'agent',
  liveChat: 'over',
  at: now,
};
export const closedBy = (reason: events.LiveChatClosed['reason']): events.LiveChatClosed => ({
  type: 'live-chat-closed',
  reason,
  at: now,
});
export const endedBy = (reason: events.HandoffEnded['reason']): events.HandoffEnded => ({
  type: 'handoff-ended',
  reason,
  at: now,
});
/** The end of a session whose live chat could not be had. */
export const noLiveChat = (
  unavailability: NonNullable<events.HandoffEnded['unavailability']>,
): events.HandoffEnded => ({ ...endedBy('unavailable'), unavailability });
