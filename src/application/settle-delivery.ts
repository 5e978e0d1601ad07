import type { Command, GiveUpOpening } from '../domain/commands.ts';
import {
  type HandoffSession,
  isOpen,
  isUnreachable,
  type Side,
  type Unavailability,
} from '../domain/handoff-session.ts';
import type { ChangeSession } from './change-session.ts';
import type { Handed } from './hand-over.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { Lease, Outbox, Settlement, Waiting } from './ports/outbox.ts';
import type { SessionStore } from './ports/session-store.ts';
import { defaultRetryPolicy, retryDelayMs } from './retry-policy.ts';
import type { Settings } from './settings.ts';

export interface SettlePorts {
  readonly change: ChangeSession;
  readonly store: SessionStore;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: Settings;
}

/** Whether the lane can go on, was given back empty, belongs to somebody else now, or has to wait until a time. */
export type LaneState = 'go-on' | 'released' | 'lost' | { readonly until: number };

export interface Attempted {
  readonly lease: Lease;
  readonly waiting: Waiting;
  readonly session: HandoffSession;
  readonly handed: Handed;
}

/** Records what became of an attempt, together with what it means for the session, in one commit. */
export function settleDelivery(ports: SettlePorts, attempted: Attempted): Promise<LaneState> {
  const { handed, waiting } = attempted;
  switch (handed.outcome) {
    case 'delivered':
      return settle(ports, attempted, { as: 'delivered' }, afterDelivery(attempted));
    case 'pointless':
      return settle(ports, attempted, { as: 'dropped' });
    case 'opened':
      return confirmOpened(ports, attempted, handed);
    case 'rejected':
      return settle(
        ports,
        attempted,
        deathOf(waiting, handed.cause),
        afterRejection(ports, attempted, handed.cause),
      );
    case 'in-doubt':
      return lookAgain(ports, attempted, handed.cause);
    case 'held-back':
      if (isHopelessStart(waiting) && handed.cause === 'unreachable') {
        return settle(
          ports,
          attempted,
          deathOf(waiting, 'unavailable'),
          afterRejection(ports, attempted, 'unavailable'),
        );
      }
      return tryAgain(ports, attempted, { as: 'postponed', delayMs: handed.retryAfterMs });
    case 'postponed':
    case 'unknown': {
      const delayMs = nextDelayMs(ports, attempted, handed.retryAfterMs);
      return tryAgain(ports, attempted, { as: handed.outcome, delayMs });
    }
  }
}

const nextDelayMs = ({ ids }: SettlePorts, { waiting }: Attempted, retryAfterMs?: number): number =>
  retryDelayMs({ number: waiting.attempts + 1, retryAfterMs, random: ids.random() }, defaultRetryPolicy);

/** How long a live chat is looked for that a start of unknown outcome may have opened, although a repeat is refused. */
const lookForMs = 10 * 60_000;

/**
 * The customer is told at once that there is no agent. The start is repeated under its key all the same, so that a live chat
 * that exists becomes known and is ended.
 */
async function lookAgain(ports: SettlePorts, attempted: Attempted, why: Unavailability): Promise<LaneState> {
  const { clock } = ports;
  const { waiting, session } = attempted;
  const command = { ...giveUp(ports, session, why), liveChatMayExist: true };
  if (clock.now() >= waiting.acceptedAt + lookForMs) {
    return settle(ports, attempted, deathOf(waiting, why), command);
  }
  const until = clock.now() + nextDelayMs(ports, attempted);
  const state = await settle(ports, attempted, { as: 'postponed', until }, command);
  return state === 'go-on' ? { until } : state;
}

/** The live chat has certainly not been asked, and whoever waits for an agent should not wait for a broken party. */
const isHopelessStart = ({ content, unknownAttempts }: Waiting): boolean =>
  content.kind === 'start' && unknownAttempts === 0;

/** Leaves the message at the head of its lane for another attempt, unless it has been tried for long enough. */
async function tryAgain(
  ports: SettlePorts,
  attempted: Attempted,
  { as, delayMs }: { readonly as: 'postponed' | 'unknown'; readonly delayMs: number },
): Promise<LaneState> {
  const { clock, settings } = ports;
  const { waiting } = attempted;
  if (clock.now() >= lastTryAt(waiting, settings)) {
    return settle(ports, attempted, deathOf(waiting, 'expired'), afterRejection(ports, attempted, 'expired'));
  }
  const until = clock.now() + delayMs;
  const state = await settle(ports, attempted, { as, until }, afterDelay(attempted));
  return state === 'go-on' ? { until } : state;
}

/** So many failures of one message, about ten seconds of trying, are told even when others get through. */
const failuresToTell = 6;

/** Whose words wait is told, once, that the other side cannot be reached. */
function afterDelay({ lease, waiting, session, handed }: Attempted): Command | undefined {
  const side = sideOf(waiting);
  if (isUnreachable(session, side) || !lease.waiting.some(({ content }) => content.kind === 'say')) {
    return undefined;
  }
  const isHeldBack = handed.outcome === 'held-back';
  const isTold = isHeldBack ? handed.cause === 'unreachable' : waiting.attempts + 1 >= failuresToTell;
  return isTold ? { type: 'record-delay', to: side } : undefined;
}

const sideOf = ({ direction }: Waiting): Side => (direction === 'to-customer' ? 'customer' : 'live-chat');

/** How long a copilot that does not answer keeps a session from its end; the customer's next turn gives it back too. */
const returnPatienceMs = 2 * 60_000;

function lastTryAt({ acceptedAt, content }: Waiting, { maxAgeMs }: Settings): number {
  return acceptedAt + (content.kind === 'return' ? Math.min(returnPatienceMs, maxAgeMs) : maxAgeMs);
}

/**
 * Words that nobody will see are kept for people to look at, and so is an end that a live chat will not take: it may stay
 * open there. A start and a return are steps of ours that something else takes the place of.
 */
function deathOf({ content }: Waiting, cause: string): Settlement {
  return content.kind === 'start' || content.kind === 'return'
    ? { as: 'dropped' }
    : { as: 'rejected', cause };
}

function afterDelivery({ waiting, session }: Attempted): Command | undefined {
  if (waiting.content.kind === 'return') return { type: 'finish-closing' };
  const side = sideOf(waiting);
  return isUnreachable(session, side) ? { type: 'record-reached', to: side } : undefined;
}

function giveUp(
  { clock, settings }: SettlePorts,
  session: HandoffSession,
  why: Unavailability,
): GiveUpOpening {
  const customerIsTold = clock.now() < session.requestedAt + settings.turnBudgetMs;
  return { type: 'give-up-opening', why, liveChatMayExist: false, customerIsTold };
}

function afterRejection(ports: SettlePorts, attempted: Attempted, cause: string): Command | undefined {
  const { waiting, session } = attempted;
  switch (waiting.content.kind) {
    case 'start': {
      const why = cause === 'closed' || cause === 'no-agents' ? cause : 'unavailable';
      return giveUp(ports, session, why);
    }
    case 'say':
    case 'notice':
      if (waiting.direction === 'to-live-chat' && isOver(cause) && isOpen(session)) {
        return { type: 'close-live-chat', reason: cause === 'ended' ? 'agent' : 'failed' };
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

/** How long the id of a live chat is waited for that a session holds which is over, and how often it is tried. */
const patienceMs = 2000;
const pauseMs = 100;

/**
 * Confirms the live chat, or refuses one whose id another session holds: words would cross, and an end would end the
 * other's chat. Of a session that is over mostly nothing is left but the answer to its end, which is worth a moment.
 */
async function confirmOpened(
  ports: SettlePorts,
  attempted: Attempted,
  { liveChatId, opening }: Opened,
): Promise<LaneState> {
  const { clock, store } = ports;
  const giveUpAt = clock.now() + patienceMs;
  for (;;) {
    const command = { type: 'confirm-opened', liveChatId, opening } as const;
    const state = await settleWith(ports, attempted, { as: 'delivered' }, command);
    if (state !== 'live-chat-taken') return state;
    const holder = await store.ofLiveChat(liveChatId);
    if (clock.now() >= giveUpAt || (holder && isOpen(holder.session))) break;
    await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
  }
  return settle(ports, attempted, { as: 'dropped' }, afterRejection(ports, attempted, 'unavailable'));
}

type Opened = Extract<Handed, { readonly outcome: 'opened' }>;

async function settle(
  ports: SettlePorts,
  attempted: Attempted,
  settlement: Settlement,
  command?: Command,
): Promise<LaneState> {
  const state = await settleWith(ports, attempted, settlement, command);
  if (state === 'live-chat-taken') throw new Error('only a confirmation can find its live chat taken');
  return state;
}

async function settleWith(
  ports: SettlePorts,
  attempted: Attempted,
  settlement: Settlement,
  command?: Command,
): Promise<LaneState | 'live-chat-taken'> {
  const { change, store, outbox } = ports;
  const { lease, waiting, session } = attempted;
  const settled = { lease, id: waiting.id, settlement };
  if (command) {
    const changed = await change({ find: () => store.ofId(session.id), command, settled });
    if (changed.outcome === 'changed') return changed.released ? 'released' : 'go-on';
    if (changed.outcome === 'lease-lost') return 'lost';
    if (changed.outcome === 'live-chat-taken') return 'live-chat-taken';
  }
  const outcome = await outbox.settle(settled);
  return outcome === 'settled' ? 'go-on' : outcome;
}
