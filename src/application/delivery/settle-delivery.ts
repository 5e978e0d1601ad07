import { isOpen, type Unavailability } from '../../domain/handoff-session.ts';
import type { Awaitable } from '../ports/awaitable.ts';
import { pause } from '../ports/clock.ts';
import type { Deferred, Retryable } from '../ports/delivery.ts';
import type { PendingMessage } from '../ports/outbox.ts';
import {
  type Attempted,
  afterDelay,
  afterDelivery,
  afterRejection,
  finalSettlement,
  giveUp,
  isOver,
} from './after-attempt.ts';
import type { AttemptOutcome } from './attempt-delivery.ts';
import { afterFailedAttempt, nextPauseMs } from './next-attempt.ts';
import { type LaneState, type SettlePorts, settle, tryToSettle } from './record-outcome.ts';
import { afterTheEndMs, lastTryAt, slowRetryPolicy } from './retry-policy.ts';

/** Records what became of an attempt, together with what it means for the session, in one commit. */
export function settleDelivery(ports: SettlePorts, attempted: Attempted): Awaitable<LaneState> {
  const { result, message } = attempted;
  switch (result.outcome) {
    case 'delivered':
      ports.failed.delivered(attempted);
      return settle(ports, attempted, {
        settlement: { as: 'delivered' },
        command: afterDelivery(ports, attempted),
      });
    case 'pointless':
      return settle(ports, attempted, { settlement: { as: 'dropped' } });
    case 'opened':
      ports.failed.delivered(attempted);
      return confirmOpened(ports, attempted, result);
    case 'rejected':
      if (mayTellMore(ports, attempted, result.cause)) return awaitEnd(ports, attempted, result.cause);
      return giveUpMessage(ports, attempted, result.cause);
    case 'in-doubt':
      return lookAgain(ports, attempted, result.cause);
    case 'deferred':
      if (isHopelessStart(message) && result.cause === 'unreachable') {
        return giveUpMessage(ports, attempted, 'unavailable');
      }
      return deferMessage(ports, attempted, result);
    case 'not-delivered':
    case 'unknown':
      return afterFailure(ports, attempted, result);
  }
}

/** The message is not tried again, and the other side is told. */
const giveUpMessage = (ports: SettlePorts, attempted: Attempted, cause: string): Awaitable<LaneState> =>
  settle(ports, attempted, {
    settlement: finalSettlement(attempted.message, cause),
    command: afterRejection(ports, attempted, cause),
  });

/** How long a feed may take to tell the end of a live chat that refuses words as over, and how often it is asked, in milliseconds. */
const endIsHeardMs = 30_000;
const askAgainMs = 1000;

/**
 * A live chat that is followed says that it is over before its feed has told all: closed now, the session would not take the
 * agent's last words. Its end is told on the feed behind them.
 */
const mayTellMore = (ports: SettlePorts, attempted: Attempted, cause: string): boolean =>
  ports.isFollowed === true &&
  attempted.message.direction === 'to-live-chat' &&
  isOver(cause) &&
  isOpen(attempted.session) &&
  ports.failed.overForMs(attempted) < endIsHeardMs;

async function awaitEnd(ports: SettlePorts, attempted: Attempted, cause: string): Promise<LaneState> {
  const until = ports.clock.now() + askAgainMs;
  const state = await settle(ports, attempted, { settlement: { as: 'not-delivered', until, cause } });
  return state === 'go-on' ? { until } : state;
}

async function afterFailure(
  ports: SettlePorts,
  attempted: Attempted,
  failure: Retryable,
): Promise<LaneState> {
  const next = afterFailedAttempt(ports, attempted, failure);
  if (next === 'never-taken') return giveUpMessage(ports, attempted, next);
  const { delayMs, awaits } = next;
  const state = await tryAgain(ports, attempted, { as: failure.outcome, cause: failure.cause, delayMs });
  return awaits && typeof state === 'object' ? { ...state, awaits } : state;
}

async function deferMessage(
  ports: SettlePorts,
  attempted: Attempted,
  { cause, retryAfterMs }: Deferred,
): Promise<LaneState> {
  // The customer may have written while the attempt was under way.
  const isMoved = cause === 'awaits-turn' && (await hasMoved(ports, attempted));
  const delayMs = isMoved ? 0 : retryAfterMs;
  const again = { as: 'not-delivered', cause, delayMs, unsent: true } as const;
  const state = await tryAgain(ports, attempted, again);
  const isParked = cause === 'unreachable' && typeof state === 'object';
  return isParked ? { ...state, unreachable: attempted.peer } : state;
}

async function hasMoved({ store }: SettlePorts, { session }: Attempted): Promise<boolean> {
  const stored = await store.ofId(session.id);
  return stored !== undefined && stored.session.customerAddress !== session.customerAddress;
}

/** How long a live chat is looked for that a start of unknown outcome may have opened, although a repeat is refused. */
const lookForMs = 10 * 60_000;

/**
 * The customer is told at once that there is no agent. The start is repeated under its key all the same, so that a live chat
 * that exists becomes known and is ended.
 */
async function lookAgain(ports: SettlePorts, attempted: Attempted, why: Unavailability): Promise<LaneState> {
  const { clock } = ports;
  const { message, session } = attempted;
  const command = { ...giveUp(ports, session, why), liveChatMayExist: true };
  if (clock.now() >= message.acceptedAt + lookForMs) {
    return settle(ports, attempted, { settlement: finalSettlement(message, why), command });
  }
  const until = clock.now() + nextPauseMs(ports, attempted, { policy: slowRetryPolicy });
  const state = await settle(ports, attempted, {
    settlement: { as: 'not-delivered', until, cause: why },
    command,
  });
  return state === 'go-on' ? { until } : state;
}

/** A start that no live chat has seen. The customer waits for its outcome, so it fails at once when the peer is down. */
const isHopelessStart = ({ content, unknownAttempts }: PendingMessage): boolean =>
  content.kind === 'start' && unknownAttempts === 0;

interface Again {
  readonly as: 'not-delivered' | 'unknown';
  readonly cause: string;
  readonly delayMs: number;
  readonly unsent?: true;
}

/** Leaves the message at the head of its lane for another attempt, unless it has been tried for long enough. */
async function tryAgain(
  ports: SettlePorts,
  attempted: Attempted,
  { as, cause, delayMs, unsent }: Again,
): Promise<LaneState> {
  const { clock, settings, failed } = ports;
  const { message, session } = attempted;
  if (clock.now() >= lastTryAt(message, session, settings)) return giveUpMessage(ports, attempted, 'expired');
  const leastMs = session.status === 'ended' ? afterTheEndMs(failed.failingForMs(message.id)) : 0;
  const until = clock.now() + Math.max(delayMs, leastMs);
  const settlement = { as, until, cause, ...(unsent && { unsent }) };
  const state = await settle(ports, attempted, { settlement, command: afterDelay(attempted) });
  return state === 'go-on' ? { until } : state;
}

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
    const state = await tryToSettle(ports, attempted, { settlement: { as: 'delivered' }, command });
    if (state !== 'live-chat-taken') return state;
    const holder = await store.ofLiveChat(liveChatId);
    if (clock.now() >= giveUpAt || (holder && isOpen(holder.session))) break;
    await pause(clock, pauseMs);
  }
  return settle(ports, attempted, {
    settlement: { as: 'dropped' },
    command: afterRejection(ports, attempted, 'unavailable'),
  });
}

type Opened = Extract<AttemptOutcome, { readonly outcome: 'opened' }>;
