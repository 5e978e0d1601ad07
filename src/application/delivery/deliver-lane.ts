import { type HandoffSession, isOpen } from '../../domain/handoff-session.ts';
import type { Log } from '../ports/log.ts';
import type { Lane, Lease, Waiting } from '../ports/outbox.ts';
import { StoreUnavailable } from '../ports/session-store.ts';
import type { Party } from '../ports/store-health.ts';
import { toError } from '../to-error.ts';
import { type Handed, handOver, type Parties } from './attempt-delivery.ts';
import type { Lent, Signals } from './commit-notifier.ts';
import { leaseMs } from './lease-duration.ts';
import { type LaneState, type SettlePorts, settleDelivery } from './settle-delivery.ts';
import { freshMs, NotFresh } from './staleness.ts';

export interface DeliverPorts extends SettlePorts, Parties {
  readonly log: Log;
  readonly signals: Signals;
}

/** A lane in which something waits, and its lease if there is one already. */
export interface Woken {
  readonly lane: Lane;
  readonly lent?: Lent | undefined;
}

/** What is left of a lane: something has to wait until a time, or may wait because of `isStopping`. */
export interface Left {
  readonly until?: number;
  readonly unreachable?: Party;
  readonly isUnfinished?: true;
}

/** Delivers what waits in a lane, one message after the other, until it is empty, blocked, or `isStopping`. */
export async function deliverLane(
  ports: DeliverPorts,
  woken: Woken,
  isStopping: () => boolean,
): Promise<Left> {
  let leased = woken.lent ?? (await lease(ports, woken.lane, isStopping));
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
    leased = await lease(ports, woken.lane, () => false);
  }
  return {};
}

async function lease(
  { outbox, clock }: DeliverPorts,
  lane: Lane,
  isStopping: () => boolean,
): Promise<Lent | undefined> {
  if (isStopping()) return undefined;
  const askedAt = clock.now();
  const lease = await outbox.lease(lane, leaseMs, 'to-begin');
  return lease && { lease, askedAt };
}

async function deliverLeased(
  ports: DeliverPorts,
  { lease, askedAt }: Lent,
  isStopping: () => boolean,
): Promise<LaneState> {
  for (const [place, waiting] of lease.waiting.entries()) {
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
  { lease, askedAt }: Lent,
  waiting: Waiting,
): Promise<LaneState> {
  const { outbox, clock, log } = ports;
  // One that was lent with its commit is not late, and one that a lease begins is no start.
  if (waiting.content.kind === 'start' && !lease.begun) await giveUpLateStart(ports, waiting);
  const session = await outbox.begin(lease, waiting.id, leaseMs);
  if (session === 'gone') return lease.begun ? withdrawn(ports, lease, waiting) : 'go-on';
  const startedAt = clock.now();
  const handed = startedAt - askedAt > freshMs ? stoodStill : await handOverSafely(ports, waiting, session);
  const fields = {
    session: waiting.sessionId,
    message: waiting.id,
    direction: waiting.direction,
    kind: waiting.content.kind,
    outcome: handed.outcome,
    cause: 'cause' in handed ? handed.cause : undefined,
    attempt: waiting.attempts + 1,
    ms: clock.now() - startedAt,
  };
  if (handed.outcome === 'rejected') log.warn(fields, 'delivery');
  else log.info(fields, 'delivery');
  return settleDelivery(ports, { lease, waiting, session, handed });
}

/** The attempt began with the lease and was given up before it was made: an end that waits for its outcome need not. */
async function withdrawn({ outbox, clock }: DeliverPorts, lease: Lease, { id }: Waiting): Promise<LaneState> {
  if (lease.waiting[0]?.id !== id) return 'go-on';
  const settlement = { as: 'postponed', until: clock.now() } as const;
  const outcome = await outbox.settle({ lease, id, settlement });
  return outcome === 'settled' ? 'go-on' : outcome;
}

const late = { outcome: 'postponed', cause: 'late' } as const;
const stoodStill = { outcome: 'postponed', cause: 'stood-still' } as const;

async function handOverSafely(
  ports: DeliverPorts,
  waiting: Waiting,
  session: HandoffSession,
): Promise<Handed> {
  try {
    return await handOver(ports, waiting, session);
  } catch (error) {
    // The store is asked before anything is sent, and never after it.
    if (error instanceof NotFresh || error instanceof StoreUnavailable) return late;
    // A defect of an adapter must cost neither the message nor those behind it.
    ports.log.error({ session: session.id, message: waiting.id, err: toError(error) }, 'delivery-defect');
    return { outcome: 'unknown', cause: 'defect' };
  }
}

/** After a crash the turn that asked for an agent is long over: nobody would know of a live chat opened now. */
async function giveUpLateStart(
  { change, store, clock, settings }: DeliverPorts,
  waiting: Waiting,
): Promise<void> {
  const stored = await store.ofId(waiting.sessionId);
  if (!stored || !isOpen(stored.session)) return;
  if (clock.now() < stored.session.requestedAt + settings.turnBudgetMs) return;
  await change({
    find: () => store.ofId(waiting.sessionId),
    command: { type: 'give-up-opening', why: 'unavailable', liveChatMayExist: true, customerIsTold: false },
  });
}
