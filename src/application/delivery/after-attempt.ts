import type { Command, GiveUpOpening } from '../../domain/commands.ts';
import {
  type HandoffSession,
  isOpen,
  isUnreachable,
  type Side,
  type Unavailability,
} from '../../domain/handoff-session.ts';
import type { DrivenPorts } from '../driven-ports.ts';
import type { Lease, PendingMessage, Settlement } from '../ports/outbox.ts';
import type { Peer } from '../ports/peer.ts';
import type { AttemptOutcome } from './attempt-delivery.ts';

/** An attempt at a message, and what came of it. */
export interface Attempted {
  readonly lease: Lease;
  readonly message: PendingMessage;
  readonly session: HandoffSession;
  readonly peer: Peer;
  readonly result: AttemptOutcome;
}

type Ports = Pick<DrivenPorts, 'clock' | 'settings'>;

/** So many failures of one message, about ten seconds of trying, are told even when others get through. */
const failuresBeforeNotice = 6;

/** Waiting for this means no trouble. */
const isUsual: ReadonlySet<string> = new Set(['paced', 'next-turn']);

/** Whose words wait is told, once, that the other side cannot be reached. */
export function afterDelay({ lease, message, session, result }: Attempted): Command | undefined {
  const side = sideOf(message);
  if (isUnreachable(session, side) || !lease.messages.some(({ content }) => content.kind === 'say')) {
    return undefined;
  }
  const isDeferred = result.outcome === 'deferred';
  const isNotified = isDeferred ? !isUsual.has(result.cause) : message.attempts + 1 >= failuresBeforeNotice;
  return isNotified ? { type: 'record-delay', to: side } : undefined;
}

const sideOf = ({ direction }: PendingMessage): Side =>
  direction === 'to-customer' ? 'customer' : 'live-chat';

/**
 * Words that will not be seen are kept for people to look at, and so is an end that a live chat will not take: it may stay
 * open there. A start and a return are steps of ours that something else takes the place of.
 */
export function finalSettlement({ content }: PendingMessage, cause: string): Settlement {
  return content.kind === 'start' || content.kind === 'return'
    ? { as: 'dropped' }
    : { as: 'rejected', cause };
}

/**
 * What waited longer than this was silence of ours, and that of people counts from its arrival on. In milliseconds; less
 * where sessions end after less silence.
 */
const lateMs = 10_000;

export function afterDelivery(
  { clock, settings }: Ports,
  { lease, message, session }: Attempted,
): Command | undefined {
  if (message.content.kind === 'return') return { type: 'finish-closing' };
  const side = sideOf(message);
  if (isUnreachable(session, side)) return { type: 'record-reached', to: side };
  // Of many that waited the last one says it for all.
  const isLast = lease.messages.at(-1)?.id === message.id;
  const isLate = clock.now() - message.acceptedAt > Math.min(lateMs, settings.idleMs / 10);
  return isLate && isLast && isOpen(session) ? { type: 'record-late-arrival' } : undefined;
}

export function giveUp(
  { clock, settings }: Ports,
  session: HandoffSession,
  why: Unavailability,
): GiveUpOpening {
  const customerIsTold = clock.now() < session.requestedAt + settings.turnBudgetMs;
  return { type: 'give-up-opening', why, liveChatMayExist: false, customerIsTold };
}

export function afterRejection(ports: Ports, attempted: Attempted, cause: string): Command | undefined {
  const { message, session } = attempted;
  switch (message.content.kind) {
    case 'start': {
      const why = cause === 'closed' || cause === 'no-agents' ? cause : 'unavailable';
      return giveUp(ports, session, why);
    }
    case 'say':
    case 'notice':
      if (message.direction === 'to-live-chat' && isOver(cause) && isOpen(session)) {
        return { type: 'close-live-chat', reason: cause === 'ended' ? 'agent' : 'failed', liveChat: 'over' };
      }
      if (message.content.kind === 'notice') return undefined;
      return {
        type: 'record-undeliverable',
        to: sideOf(message),
        cause,
      };
    case 'return':
      return { type: 'finish-closing' };
    case 'end':
      return undefined;
  }
}

/** Why a live chat takes nothing any more. */
export const isOver = (cause: string): boolean => cause === 'ended' || cause === 'unknown-live-chat';
