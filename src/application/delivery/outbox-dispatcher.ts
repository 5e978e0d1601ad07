import type { Lane } from '../ports/outbox.ts';
import type { Reachability } from '../ports/store-health.ts';
import { toError } from '../to-error.ts';
import type { TimedLease } from './commit-notifier.ts';
import { type DeliverPorts, deliverLane, type Left } from './deliver-lane.ts';
import { failedAttempts } from './failed-attempts.ts';
import { parkedLanes } from './parked-lanes.ts';
import { type SlotKind, slots } from './slots.ts';

export interface OutboxDispatcher {
  /** Takes up what an earlier run left behind and delivers from then on. */
  start(): void;
  /** Begins nothing new and resolves when the attempts under way are settled. */
  stop(): Promise<void>;
}

export interface DispatcherPorts extends Omit<DeliverPorts, 'failed'> {
  /** Absent where no party is ever left alone. */
  readonly reachability?: Reachability;
}

/** How many lanes of one kind are delivered at once; the others wait for a slot in the order in which they were woken. */
const lanesAtOnce = 256;
/** Polling interval in ms. It finds lanes without a notification: those of a crash, or of another process that died. */
const lookForLanesMs = 3000;
/** When to try a lane again that the store or a defect stopped. */
const afterFailureMs = 1000;

const keyOf = ({ sessionId, direction }: Lane): string => `${direction} ${sessionId}`;

const inReach: Reachability = {
  states: () => ({ 'live-chat': 'closed', teams: 'closed', copilot: 'closed' }),
};

interface WakeOptions {
  readonly leased?: TimedLease | undefined;
  readonly kind: SlotKind;
}

/** Delivers every lane, each by one worker at a time and in order; lanes never wait for each other. */
export function outboxDispatcher(given: DispatcherPorts): OutboxDispatcher {
  const { outbox, clock, notifier, log, reachability = inReach } = given;
  const ports: DeliverPorts = { ...given, failed: failedAttempts(clock) };
  const running = new Map<string, Promise<void>>();
  const wokenAgain = new Map<string, WakeOptions>();
  const reservations = new Set<Promise<void>>();
  const timers = new Map<string, () => void>();
  let state: 'idle' | 'running' | 'stopping' = 'idle';
  const isStopping = () => state === 'stopping';

  const isRunning = () => state === 'running';
  const parked = parkedLanes({ clock, reachability }, (lane) => wake(lane));
  const lanes = slots({
    perKind: lanesAtOnce,
    onFree: (kind, lane) => wake(lane, { kind }),
  });

  function reserve(kinds: readonly SlotKind[]): { readonly free: () => void } | undefined {
    if (!isRunning() || !kinds.every(lanes.isFree)) return undefined;
    const taken = kinds.map(lanes.take);
    const { promise, resolve } = Promise.withResolvers<void>();
    reservations.add(promise);
    return {
      free() {
        for (const giveBack of taken) giveBack();
        reservations.delete(promise);
        resolve();
      },
    };
  }

  function wake(lane: Lane, { leased, kind = lane.direction }: Partial<WakeOptions> = {}): void {
    const key = keyOf(lane);
    // The attempt at a leased message has begun: it is made without a free slot, and when this process stops.
    if (!isRunning() && !leased) return;
    parked.remove(key);
    if (running.has(key)) wokenAgain.set(key, { kind, leased: leased ?? wokenAgain.get(key)?.leased });
    else if (leased || lanes.isFree(kind)) run(key, lane, { leased, kind });
    else lanes.enqueue(kind, key, lane);
  }

  function run(key: string, lane: Lane, woken: WakeOptions): void {
    lanes.dequeue(key);
    running.set(key, deliver(key, lane, woken));
  }

  async function deliver(key: string, lane: Lane, { leased, kind }: WakeOptions): Promise<void> {
    const giveSlotBack = lanes.take(kind);
    let isUnfinished = false;
    try {
      const left = await deliverLane(ports, { lane, leased }, kind === 'start' ? once(leased) : isStopping);
      if (left.until !== undefined) wakeLater(key, lane, { ...left, until: left.until });
      isUnfinished = left.isUnfinished ?? false;
    } catch (error) {
      log.error({ session: lane.sessionId, err: toError(error) }, 'lane-failed');
      wakeLater(key, lane, { until: clock.now() + afterFailureMs });
    } finally {
      running.delete(key);
      const again = wokenAgain.get(key);
      if (wokenAgain.delete(key) && again) {
        if (again.leased) run(key, lane, again);
        else lanes.enqueue(again.kind, key, lane);
      } else if (isUnfinished) lanes.enqueue(lane.direction, key, lane);
      giveSlotBack();
    }
  }

  /** In a start's slot nothing is delivered but the start: what is behind it waits for a slot of its direction. */
  function once(leased: TimedLease | undefined): () => boolean {
    let isDone = leased !== undefined;
    return () => {
      const mustStop = isStopping() || isDone;
      isDone = true;
      return mustStop;
    };
  }

  function wakeLater(
    key: string,
    lane: Lane,
    { until, unreachable }: Left & { readonly until: number },
  ): void {
    if (!isRunning()) return;
    timers.get(key)?.();
    const cancel = clock.after(Math.max(0, until - clock.now()), () => {
      timers.delete(key);
      const isLeftAlone = unreachable && reachability.states()[unreachable] !== 'closed';
      if (isLeftAlone && !running.has(key)) parked.park(key, lane, unreachable);
      else wake(lane);
    });
    timers.set(key, cancel);
  }

  async function lookForLanes(): Promise<void> {
    // Those that are parked are due, and must not hide the others.
    const due = await outbox.dueLanes(2 * lanesAtOnce + parked.size).catch((error: unknown) => {
      log.error({ err: toError(error) }, 'outbox-unreadable');
      return [];
    });
    for (const lane of due) if (!parked.has(keyOf(lane))) wake(lane);
    if (isRunning())
      timers.set(
        'look',
        clock.after(lookForLanesMs, () => void lookForLanes()),
      );
  }

  notifier.attach({ reserve, wake });
  return {
    start() {
      state = 'running';
      void lookForLanes();
    },
    async stop() {
      state = 'stopping';
      for (const cancel of timers.values()) cancel();
      timers.clear();
      parked.clear();
      lanes.clearQueues();
      while (running.size + reservations.size > 0)
        await Promise.allSettled([...running.values(), ...reservations]);
    },
  };
}
