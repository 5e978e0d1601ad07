import type { Command, GiveUpOpening } from '../../domain/commands.ts';
import {
  type HandoffSession,
  isOpen,
  isUnreachable,
  type Side,
  type Unavailability,
} from '../../domain/handoff-session.ts';
import type { Clock } from '../ports/clock.ts';
import type { Lease, Settlement, Waiting } from '../ports/outbox.ts';
import type { Settings } from '../settings.ts';
import type { Handed } from './attempt-delivery.ts';

/** An attempt at a message, and what came of it. */
export interface Attempted {
  readonly lease: Lease;
  readonly waiting: Waiting;
  readonly session: HandoffSession;
  readonly handed: Handed;
}

interface Ports {
  readonly clock: Clock;
  readonly settings: Settings;
}

/** So many failures of one message, about ten seconds of trying, are told even when others get through. */
const failuresToTell = 6;

/** Whose words wait is told, once, that the other side cannot be reached. */
export function afterDelay({ lease, waiting, session, handed }: Attempted): Command | undefined {
  const side = sideOf(waiting);
  if (isUnreachable(session, side) || !lease.waiting.some(({ content }) => content.kind === 'say')) {
    return undefined;
  }
  const isHeldBack = handed.outcome === 'held-back';
  const isTold = isHeldBack ? handed.cause === 'unreachable' : waiting.attempts + 1 >= failuresToTell;
  return isTold ? { type: 'record-delay', to: side } : undefined;
}

const sideOf = ({ direction }: Waiting): Side => (direction === 'to-customer' ? 'customer' : 'live-chat');

/**
 * Words that will not be seen are kept for people to look at, and so is an end that a live chat will not take: it may stay
 * open there. A start and a return are steps of ours that something else takes the place of.
 */
export function deathOf({ content }: Waiting, cause: string): Settlement {
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
  { lease, waiting, session }: Attempted,
): Command | undefined {
  if (waiting.content.kind === 'return') return { type: 'finish-closing' };
  const side = sideOf(waiting);
  if (isUnreachable(session, side)) return { type: 'record-reached', to: side };
  // Of many that waited the last one says it for all.
  const isLast = lease.waiting.at(-1)?.id === waiting.id;
  const isLate = clock.now() - waiting.acceptedAt > Math.min(lateMs, settings.idleMs / 10);
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
  const { waiting, session } = attempted;
  switch (waiting.content.kind) {
    case 'start': {
      const why = cause === 'closed' || cause === 'no-agents' ? cause : 'unavailable';
      return giveUp(ports, session, why);
    }
    case 'say':
    case 'notice':
      if (waiting.direction === 'to-live-chat' && isOver(cause) && isOpen(session)) {
        return { type: 'close-live-chat', reason: cause === 'ended' ? 'agent' : 'failed', liveChat: 'over' };
      }
      if (waiting.content.kind === 'notice') return undefined;
      return {
        type: 'record-undeliverable',
        to: sideOf(waiting),
        cause,
      };
    case 'return':
      return { type: 'finish-closing' };
    case 'end':
      return undefined;
  }
}

const isOver = (cause: string): boolean => cause === 'ended' || cause === 'unknown-live-chat';
