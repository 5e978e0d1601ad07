import { type HandoffSession, isOpen, liveChatIdOf } from '../../domain/handoff-session.ts';
import type { DrivenPorts } from '../driven-ports.ts';
import type { LiveChat } from '../ports/live-chat.ts';
import { toError } from '../ports/log.ts';
import type { Lane, Lease, PendingMessage } from '../ports/outbox.ts';
import type { Peer } from '../ports/peer.ts';
import { StoreUnavailable } from '../ports/session-store.ts';
import { type AttemptOutcome, attemptDelivery, type Peers } from './attempt-delivery.ts';
import type { Awaited } from './dispatcher/awaited-peers.ts';
import type { CommitNotifier, TimedLease } from './dispatcher/commit-notifier.ts';
import { leaseMs } from './lease-duration.ts';
import type { LaneState, SettlePorts } from './record-outcome.ts';
import { settleDelivery } from './settle-delivery.ts';
import { AnswerTooOld, maxAnswerAgeMs } from './staleness.ts';

export interface DeliverPorts extends SettlePorts, Peers, Pick<DrivenPorts, 'log'> {
  readonly notifier: CommitNotifier;
}

/** A lane in which something waits, and its lease if there is one already. */
export interface DueLane {
  readonly lane: Lane;
  readonly leased?: TimedLease | undefined;
}

/** What is left of a lane: something has to wait until a time, or may wait because of `isStopping`. */
export interface Left {
  readonly until?: number;
  readonly unreachable?: Peer;
  readonly awaits?: Awaited;
  readonly isUnfinished?: true;
}

/** Delivers what waits in a lane, one message after the other, until it is empty, blocked, or `isStopping`. */
export async function deliverLane(
  ports: DeliverPorts,
  due: DueLane,
  isStopping: () => boolean,
): Promise<Left> {
  let leased = due.leased ?? (await lease(ports, due.lane, isStopping));
  while (leased) {
    let state: LaneState = 'go-on';
    try {
      state = await deliverLeased(ports, leased, isStopping);
    } finally {
      if (state !== 'released') await ports.outbox.release(leased.lease);
    }
    if (state === 'released' || state === 'lost') return {};
    if (state !== 'go-on') return state;
    if (isStopping()) return { isUnfinished: true };
    leased = await lease(ports, due.lane, () => false);
  }
  return {};
}

async function lease(
  { outbox, clock }: DeliverPorts,
  lane: Lane,
  isStopping: () => boolean,
): Promise<TimedLease | undefined> {
  if (isStopping()) return undefined;
  const askedAt = clock.now();
  const lease = await outbox.lease(lane, leaseMs, 'to-begin');
  return lease && { lease, askedAt };
}

/** Mostly there is one. */
function deliverLeased(
  ports: DeliverPorts,
  leased: TimedLease,
  isStopping: () => boolean,
): Promise<LaneState> {
  const { messages } = leased.lease;
  const first = messages[0];
  return messages.length === 1 && first
    ? deliverOne(ports, leased, first)
    : deliverSeveral(ports, leased, isStopping);
}

async function deliverSeveral(
  ports: DeliverPorts,
  { lease, askedAt }: TimedLease,
  isStopping: () => boolean,
): Promise<LaneState> {
  for (const [place, waiting] of lease.messages.entries()) {
    // The first attempt may have begun with the lease or the commit, and what has begun is made.
    if (place > 0 && isStopping()) return 'go-on';
    const asked = place === 0 ? askedAt : ports.clock.now();
    const state = await deliverOne(ports, { lease, askedAt: asked }, waiting);
    if (state !== 'go-on') return state;
  }
  return 'go-on';
}

async function deliverOne(
  ports: DeliverPorts,
  { lease, askedAt }: TimedLease,
  message: PendingMessage,
): Promise<LaneState> {
  const { outbox, clock, log } = ports;
  // A start that was leased with its commit is not late. A lease alone never begins a start.
  if (message.content.kind === 'start' && !lease.begun) await giveUpLateStart(ports, message);
  const begun = outbox.begin(lease, message.id, leaseMs);
  const session = begun instanceof Promise ? await begun : begun;
  if (session === 'gone') return lease.begun ? withdrawn(ports, lease, message) : 'go-on';
  const startedAt = clock.now();
  let result: AttemptOutcome = stoodStill;
  try {
    if (startedAt - askedAt <= maxAnswerAgeMs) result = await attemptDelivery(ports, message, session);
  } catch (error) {
    result = outcomeOfError(ports, message, error);
  }
  const peer = peerOf(message, session, ports.liveChat);
  const fields = {
    session: message.sessionId,
    liveChat: liveChatIdOf(session),
    message: message.id,
    direction: message.direction,
    peer: peer.id,
    kind: message.content.kind,
    outcome: result.outcome,
    cause: 'cause' in result ? result.cause : undefined,
    attempt: message.attempts + 1,
    ms: clock.now() - startedAt,
  };
  if (result.outcome === 'rejected') log.warn(fields, 'delivery');
  else log.info(fields, 'delivery');
  return settleDelivery(ports, { lease, message, session, peer, result });
}

/** Which peer a message is for: in each direction the session's own. */
function peerOf(
  { direction, content }: PendingMessage,
  { caller, channel }: HandoffSession,
  liveChat: Pick<LiveChat, 'id'>,
): Peer {
  if (direction === 'to-live-chat') return { role: 'live-chat', id: liveChat.id };
  return content.kind === 'return' ? { role: 'caller', id: caller } : { role: 'channel', id: channel };
}

/** The attempt began with the lease and was given up before it was made: an end that waits for its outcome need not. */
async function withdrawn(
  { outbox, clock }: DeliverPorts,
  lease: Lease,
  { id }: PendingMessage,
): Promise<LaneState> {
  if (lease.messages[0]?.id !== id) return 'go-on';
  const settlement = { as: 'not-delivered', until: clock.now(), cause: 'withdrawn' } as const;
  const outcome = await outbox.settle({ lease, id, settlement });
  return outcome === 'settled' ? 'go-on' : outcome;
}

const late = { outcome: 'not-delivered', cause: 'late' } as const;
const stoodStill = { outcome: 'not-delivered', cause: 'stood-still' } as const;

function outcomeOfError({ log }: DeliverPorts, message: PendingMessage, error: unknown): AttemptOutcome {
  // The store is asked before anything is sent, and never after it.
  if (error instanceof AnswerTooOld || error instanceof StoreUnavailable) return late;
  // A defect of an adapter must cost neither the message nor those behind it.
  log.error({ session: message.sessionId, message: message.id, err: toError(error) }, 'delivery-defect');
  return { outcome: 'unknown', cause: 'defect' };
}

/** After a crash the turn that asked for an agent is over: a live chat opened now would have no customer. */
async function giveUpLateStart(
  { change, store, clock, settings }: DeliverPorts,
  message: PendingMessage,
): Promise<void> {
  const stored = await store.ofId(message.sessionId);
  if (!stored || !isOpen(stored.session)) return;
  if (clock.now() < stored.session.requestedAt + settings.turnBudgetMs) return;
  await change({
    find: () => store.ofId(message.sessionId),
    command: { type: 'give-up-opening', why: 'unavailable', liveChatMayExist: true, customerIsTold: false },
  });
}
