import { toError } from '../../ports/log.ts';
import { type Lane, laneKey } from '../../ports/outbox.ts';
import type { Reachability } from '../../ports/peer.ts';
import type { DeliverPorts, Left } from '../deliver-lane.ts';
import { failedAttempts } from '../failed-attempts.ts';
import { awaitedPeers } from './awaited-peers.ts';
import { laneWorkers, type WakeOptions } from './lane-workers.ts';
import { parkedLanes } from './parked-lanes.ts';
import { reservations } from './reservations.ts';
import { slots } from './slots.ts';
import { timers } from './timers.ts';

export interface OutboxDispatcher {
  /** Takes up what an earlier run left behind and delivers from then on. */
  start(): void;
  /** Begins nothing new and resolves when the attempts under way are settled. */
  stop(): Promise<void>;
}

export interface DispatcherPorts extends Omit<DeliverPorts, 'failed'> {
  /** Absent without circuit breakers. */
  readonly reachability?: Reachability;
}

/** How many lanes of one kind are delivered at once; the others wait for a slot in the order in which they were woken. */
const lanesAtOnce = 256;
/** Polling interval in ms. It finds lanes without a notification: those of a crash, or of another process that died. */
const lookForLanesMs = 3000;

const inReach: Reachability = { stateOf: () => 'closed', states: () => [] };

/** Delivers every lane, each by one worker at a time and in order; lanes never wait for each other. */
export function outboxDispatcher(given: DispatcherPorts): OutboxDispatcher {
  const { clock, notifier, reachability = inReach } = given;
  let state: 'idle' | 'running' | 'stopping' = 'idle';
  const isRunning = () => state === 'running';
  const later = timers(clock);
  const parked = parkedLanes({ clock, reachability }, (lane) => wake(lane));
  const awaited = awaitedPeers(given, (lane) => wake(lane));
  const failed = failedAttempts(clock, awaited.reached);
  const lanes = slots({ perKind: lanesAtOnce, onFree: (kind, lane) => wake(lane, { kind }) });
  const reserved = reservations(lanes);
  const workers = laneWorkers({
    ports: { ...given, failed },
    slots: lanes,
    isStopping: () => state === 'stopping',
    onWait: wakeLater,
  });

  function wake(lane: Lane, { leased, kind = lane.direction }: Partial<WakeOptions> = {}): void {
    // The attempt at a leased message has begun: it is made without a free slot, and when this process stops.
    if (!isRunning() && !leased) return;
    parked.remove(laneKey(lane));
    awaited.remove(lane);
    workers.wake(lane, { leased, kind });
  }

  function wakeLater(lane: Lane, { until, unreachable, awaits }: Left & { readonly until: number }): void {
    if (!isRunning()) return;
    if (awaits) awaited.add(lane, awaits);
    const key = laneKey(lane);
    later.set(key, until, () => {
      const isLeftAlone = unreachable && reachability.stateOf(unreachable) !== 'closed';
      if (isLeftAlone && !workers.isDelivering(lane)) parked.park(key, lane, unreachable);
      else wake(lane);
    });
  }

  async function lookForLanes(): Promise<void> {
    // Those that are parked are due, and must not hide the others.
    const due = await dueLanes(given, 2 * lanesAtOnce + parked.size);
    for (const lane of due) if (!parked.has(laneKey(lane))) wake(lane);
    if (isRunning()) later.set('look', clock.now() + lookForLanesMs, () => void lookForLanes());
  }

  notifier.attach({ reserve: (kinds) => (isRunning() ? reserved.reserve(kinds) : undefined), wake });
  return {
    start() {
      state = 'running';
      void lookForLanes();
    },
    async stop() {
      state = 'stopping';
      later.clear();
      parked.clear();
      awaited.clear();
      lanes.clearQueues();
      while (workers.underWay().length + reserved.open > 0)
        await Promise.allSettled([...workers.underWay(), reserved.untilNone()]);
    },
  };
}

const dueLanes = ({ outbox, log }: DispatcherPorts, limit: number): Promise<readonly Lane[]> =>
  outbox.dueLanes(limit).catch((error: unknown) => {
    log.error({ err: toError(error) }, 'outbox-unreadable');
    return [];
  });
