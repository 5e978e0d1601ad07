import type { Participant } from './wire.ts';

/* Who takes part in a conversation, and in which state. */

export const isOfCustomer = ({ purpose }: Participant): boolean =>
  purpose === 'customer' || purpose === 'external';

/** No participant of the customer is connected any more: an agent who disconnects does not end it. */
export function isConversationOver(participants: readonly Participant[]): boolean {
  const customers = participants.filter(isOfCustomer);
  return customers.length > 0 && customers.every(isOver);
}

/** An agent who serves the customer, and not one who listens. */
export const isAgent = ({ purpose, monitoredParticipantId }: Participant): boolean =>
  (purpose === 'agent' || purpose === 'user') && monitoredParticipantId === undefined;

export const isOver = ({ state, endTime }: Participant): boolean =>
  state === 'disconnected' || state === 'terminated' || endTime !== undefined;

/** Ringing is not yet being there. */
export const wasConnected = ({ state, connectedTime }: Participant): boolean =>
  connectedTime !== undefined || state === 'connected';

/** Another takes over, or is to: conversations write `transfer.consult`, events `CONSULT_TRANSFER`. */
export const isTransferred = ({ disconnectType = '' }: Participant): boolean =>
  /transfer|forward|takeover/.test(disconnectType);
