import {
  type HandoffSession,
  isLiveChatOver,
  isOpen,
  liveChatIdOf,
  type Unavailability,
} from '../../domain/handoff-session.ts';
import type { DrivenPorts } from '../driven-ports.ts';
import { awaitsNextTurn, type Delivery } from '../ports/delivery.ts';
import type { StartOutcome } from '../ports/live-chat.ts';
import type { PendingMessage, ToCustomer, ToLiveChat } from '../ports/outbox.ts';
import type { SessionStore } from '../ports/session-store.ts';
import type { CommitNotifier } from './dispatcher/commit-notifier.ts';
import { wasAnswered } from './next-turn.ts';
import { stillWanted } from './still-wanted.ts';

export type Peers = Pick<DrivenPorts, 'liveChat' | 'callers' | 'channels'>;

export interface AttemptPorts extends Peers, Pick<DrivenPorts, 'clock'> {
  readonly store: Pick<SessionStore, 'ofId'>;
  readonly notifier: Pick<CommitNotifier, 'hasEnded'>;
}

/**
 * `pointless`: the recipient is gone, and nothing is lost by that.
 * `in-doubt`: a start is refused, and an attempt before it may have opened a live chat all the same.
 */
export type AttemptOutcome =
  | Delivery
  | StartOutcome
  | { readonly outcome: 'pointless' }
  | { readonly outcome: 'in-doubt'; readonly cause: Unavailability };

const pointless = { outcome: 'pointless' } as const;

export function attemptDelivery(
  peers: AttemptPorts,
  message: PendingMessage,
  session: HandoffSession,
): AttemptOutcome | Promise<AttemptOutcome> {
  if (message.direction === 'to-customer') return toCustomer(peers, message, session);
  const { content } = message;
  if (content.kind === 'start') return start(peers, { ...message, content }, session);
  return toLiveChat(peers, { ...message, content }, session);
}

/**
 * A start whose outcome is not known is repeated under its key even when the session is over, since only its answer
 * names the live chat that has to be ended. Where a repeat would open another live chat there is nothing to repeat.
 */
async function start(
  { liveChat }: Peers,
  {
    id,
    content,
    unknownAttempts,
  }: PendingMessage & { readonly content: Extract<ToLiveChat, { readonly kind: 'start' }> },
  session: HandoffSession,
): Promise<AttemptOutcome> {
  if (liveChatIdOf(session) !== undefined) return pointless;
  if (!isOpen(session) && unknownAttempts === 0) return pointless;
  if (unknownAttempts > 0 && !liveChat.capabilities.startIsRepeatable) {
    return { outcome: 'rejected', cause: 'unavailable' };
  }
  const { kind: _, ...details } = content;
  const attempt = { key: id, mayHaveArrived: unknownAttempts > 0 };
  const asked = { sessionId: session.id, channel: session.channel, ...details };
  const answered = await liveChat.start(asked, attempt);
  const isInDoubt = answered.outcome === 'rejected' && unknownAttempts > 0;
  return isInDoubt ? { outcome: 'in-doubt', cause: answered.cause } : answered;
}

type AfterStart = Exclude<ToLiveChat, { readonly kind: 'start' }>;

function toLiveChat(
  { liveChat }: Peers,
  { id, content, acceptedAt, unknownAttempts }: PendingMessage & { readonly content: AfterStart },
  session: HandoffSession,
): AttemptOutcome | Promise<AttemptOutcome> {
  const liveChatId = liveChatIdOf(session);
  // A chat that may have been opened again by words under way is ended all the same.
  const hasReader = liveChatId !== undefined && (content.kind === 'end' || !isLiveChatOver(session));
  if (!hasReader) return content.kind === 'say' ? { outcome: 'rejected', cause: 'ended' } : pointless;
  const chat = { sessionId: session.id, liveChatId };
  const base = { ...chat, at: acceptedAt };
  const attempt = { key: id, mayHaveArrived: unknownAttempts > 0 };
  switch (content.kind) {
    case 'say':
      return liveChat.say({ ...base, ...content, kind: 'customer' }, attempt);
    case 'notice':
      return liveChat.say(
        { ...base, ...content, messageId: id, sender: noticeSender, kind: 'notice' },
        attempt,
      );
    case 'end':
      return liveChat.end(chat, content.reason, attempt);
  }
}

/** Whom a desk sees as the sender of what we say in our own name. */
const noticeSender = 'Handoff Bridge';

function toCustomer(
  peers: AttemptPorts,
  { id, content, lastCause }: PendingMessage & { readonly content: ToCustomer },
  session: HandoffSession,
): AttemptOutcome | Promise<AttemptOutcome> {
  // The end may have been committed after this attempt began: from then on nothing is said any more.
  if (session.status === 'ended') return { outcome: 'rejected', cause: 'ended' };
  const { callers, channels } = peers;
  const channel = channels.of(session.channel);
  const isInTurns = channel?.traits.isReachedInTurns ?? false;
  if (isInTurns && wasAnswered(lastCause)) return { outcome: 'delivered' };
  // The channel may have to wait, for a token or a connection say, and the end may be committed meanwhile.
  const isStillWanted = stillWanted(peers, session.id);
  const attempt = { sessionId: session.id, messageId: id, isStillWanted };
  const address = session.customerAddress;
  switch (content.kind) {
    case 'say':
    case 'notice':
      return channel?.say(address, content, attempt) ?? notConfigured('channel');
    case 'return': {
      // What a copilot answers 2xx outside of a turn it may not act upon.
      if (isInTurns) return awaitsNextTurn;
      const liveChatId = liveChatIdOf(session);
      const end = { reason: content.reason, ...(liveChatId && { liveChatId }) };
      return callers.of(session.caller)?.giveBack(address, end, attempt) ?? notConfigured('caller');
    }
  }
}

/** It may be configured again: until then what waits for it is kept, for as long as anything is tried. */
const notConfigured = (role: 'caller' | 'channel'): Delivery => ({
  outcome: 'not-delivered',
  cause: `${role}-not-configured`,
});
