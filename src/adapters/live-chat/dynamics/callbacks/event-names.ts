import type { AgentStatus } from '../../../../application/ports/inbound.ts';

const joined: AgentStatus = { type: 'joined' };
const transferred: AgentStatus = { type: 'transferred' };
const left: AgentStatus = { type: 'left' };
const ended: AgentStatus = { type: 'ended' };
const closed: AgentStatus = { type: 'ended', cause: 'closed' };

/*
 * The names of the page of 2025-09, those that its samples spell otherwise, and those of the page of 2025-04. All others mean
 * nothing to the customer: consultations, second channels, and what was asked for and not done yet.
 */
const statuses = {
  AgentAccepted: joined,
  AgentAssigned: joined,
  AgentJoinedCustomerConversation: joined,
  AgentJoinedConversation: joined,
  TransferAgentAcceptSession: transferred,
  AgentTransferAcceptedSession: transferred,
  AgentEndSession: left,
  AgentEndedSession: left,
  AgentDisconnected: left,
  TransferToQueueInitiated: left,
  // The agent who wanted to give the conversation away is still there.
  TransferToQueueFailed: joined,
  QueueTransferFailed: joined,
  PrimaryAgentEndConversation: ended,
  AgentClosed: ended,
  ConversationClose: ended,
  ConversationClosed: ended,
  SupervisorForceClosedConversation: ended,
  CustomerDisconnected: ended,
  CustomerDisconnectedAgentWaiting: ended,
  OutOfOperatingHoursDueToNonWorkingHours: closed,
  OutOfOperatingHoursDueToHoliday: closed,
} as const satisfies Readonly<Record<string, AgentStatus>>;

const byName: ReadonlyMap<string, AgentStatus> = new Map(
  Object.entries(statuses).map(([name, status]) => [name.toLowerCase(), status]),
);

/** What an event of this name tells, in any case; absent when that is nothing to the customer, or the name is not known. */
export const statusOfEvent = (name: string): AgentStatus | undefined => byName.get(name.trim().toLowerCase());
