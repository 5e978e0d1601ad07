import { isOpen } from '../domain/handoff-session.ts';
import { type Handed, handOver, type Parties } from './hand-over.ts';
import type { Log } from './ports/log.ts';
import type { Lane, Lease, Waiting } from './ports/outbox.ts';
import type { StoredSession } from './ports/session-store.ts';
import { type LaneState, type SettlePorts, settleDelivery } from './settle-delivery.ts';
import { toError } from './to-error.ts';

export interface DeliverPorts extends SettlePorts, Parties {
  readonly log: Log;
}

/** Longer than any single attempt can take, so that a lease is lost only by a worker that stood still. */
const leaseMs = 60_000;

/** Delivers what waits in a lane, one message after the other, until it is empty, blocked, or `isStopping`. */
export async function deliverLane(
  ports: DeliverPorts,
  lane: Lane,
  isStopping: () => boolean,
): Promise<{ readonly until?: number }> {
  for (;;) {
    const lease = await ports.outbox.lease(lane, leaseMs);
    if (!lease) return {};
    const state = await deliverLeased(ports, lease, isStopping).finally(() => ports.outbox.release(lease));
    if (state === 'lost' || isStopping()) return {};
    if (state !== 'go-on') return state;
  }
}

async function deliverLeased(
  ports: DeliverPorts,
  lease: Lease,
  isStopping: () => boolean,
): Promise<LaneState> {
  for (const waiting of lease.waiting) {
    if (isStopping()) return 'go-on';
    const state = await deliverOne(ports, lease, waiting);
    if (state !== 'go-on') return state;
  }
  return 'go-on';
}

async function deliverOne(ports: DeliverPorts, lease: Lease, waiting: Waiting): Promise<LaneState> {
  const { store, outbox, clock, log } = ports;
  await giveUpLateStart(ports, waiting);
  const askedAt = clock.now();
  const begun = await outbox.begin(lease, waiting.id, leaseMs);
  const stored = await store.ofId(waiting.sessionId);
  if (begun === 'gone' || !stored) return 'go-on';
  const startedAt = clock.now();
  const handed = startedAt - askedAt > freshMs ? stoodStill : await handOverSafely(ports, waiting, stored);
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
  return settleDelivery(ports, { lease, waiting, session: stored.session, handed });
}

/**
 * How old the answer may be that allows to send. A process that stood still before it read it could have lost the lane, and
 * the session could have ended.
 */
const freshMs = 2000;
const stoodStill = { outcome: 'postponed', cause: 'stood-still' } as const;

function handOverSafely(ports: DeliverPorts, waiting: Waiting, { session }: StoredSession): Promise<Handed> {
  return handOver(ports, waiting, session).catch((error: unknown) => {
    // A defect of an adapter must cost neither the message nor those behind it.
    ports.log.error({ session: session.id, message: waiting.id, err: toError(error) }, 'delivery-defect');
    return { outcome: 'unknown' as const, cause: 'defect' };
  });
}

/** After a crash the turn that asked for an agent is long over: nobody would know of a live chat opened now. */
async function giveUpLateStart(
  { change, store, clock, settings }: DeliverPorts,
  waiting: Waiting,
): Promise<void> {
  if (waiting.content.kind !== 'start') return;
  const stored = await store.ofId(waiting.sessionId);
  if (!stored || !isOpen(stored.session)) return;
  if (clock.now() < stored.session.requestedAt + settings.turnBudgetMs) return;
  await change({
    find: () => store.ofId(waiting.sessionId),
    command: { type: 'give-up-opening', why: 'unavailable', liveChatMayExist: true, customerIsTold: false },
  });
}
