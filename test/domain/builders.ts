import type {
  Active,
  Closing,
  Customer,
  Ended,
  Opening,
  Queued,
  Requested,
} from '../../src/domain/handoff-session.ts';
import { callerId, channelId, conversationId, liveChatId, sessionId } from '../../src/domain/ids.ts';
import type { Transcript } from '../../src/domain/transcript.ts';

/*
 * One story in all its stages: Pat has a broken printer, asks for an agent, and Dana helps.
 * Times are in milliseconds; the session is requested at 1000, and whatever a test does happens at 5000.
 */

const whenRequested = 1000;
export const now = 5000;

export const pat: Customer = { id: 'pat', name: 'Pat', locale: 'en-GB' };
export const thePrinter = 'The printer is on fire';
export const patsCaller = callerId('copilot');
export const patsChannel = channelId('teams');
export const patsTeams = 'teams/pat';
export const patsPhone = 'teams/pat/phone';
export const ours = sessionId('s1');
export const patsConversation = conversationId('c1');
export const theLiveChat = liveChatId('lc1');
export const saidBefore: Transcript = [
  { from: 'customer', text: 'Hello', at: 100 },
  { from: 'copilot', text: 'What is the problem?', at: 200 },
];

const story = {
  id: ours,
  conversationId: patsConversation,
  customer: pat,
  caller: patsCaller,
  channel: patsChannel,
  customerAddress: patsTeams,
  problem: thePrinter,
  hasSpoken: false,
  requestedAt: whenRequested,
};

export const asQueued: Opening = { as: 'queued', queuePosition: 3, estimatedWaitSeconds: 60 };
export const asActive: Opening = { as: 'active' };
const chat = { ...story, liveChatId: theLiveChat, opening: asQueued, lastActivityAt: 2000 };

export const requested: Requested = { ...story, status: 'requested', lastActivityAt: whenRequested };
export const queued: Queued = { ...chat, status: 'queued', queuePosition: 3 };
/** A live chat that is served, but has not said by whom. */
export const active: Active = { ...chat, status: 'active' };
export const withDana: Active = { ...active, agentName: 'Dana' };
export const closing: Closing = { ...chat, status: 'closing', reason: 'agent', closedAt: 4000 };
/** Given up before the live chat was known. */
export const closingUnopened: Closing = {
  ...story,
  status: 'closing',
  reason: 'failed',
  closedAt: 4000,
  lastActivityAt: whenRequested,
};
export const ended: Ended = { ...chat, status: 'ended', reason: 'agent', endedAt: 4500 };
export const endedUnopened: Ended = {
  ...story,
  status: 'ended',
  reason: 'unavailable',
  unavailability: 'unavailable',
  endedAt: 4500,
  lastActivityAt: whenRequested,
};

/** The same session after its customer was told that silence ends it. */
export const warned = <Session extends Requested | Queued | Active>(session: Session): Session => ({
  ...session,
  idleWarnedAt: 4000,
});

/** The same session after its customer was told that the live chat cannot be reached. */
export const unreachable = <Session extends Queued | Active>(session: Session): Session => ({
  ...session,
  unreachable: ['live-chat'],
});
