import type { Lane } from '../ports/outbox.ts';
import type { Reachability } from '../ports/store-health.ts';
import { toError } from '../to-error.ts';
import type { SlotKind, TimedLease } from './commit-notifier.ts';
import { type DeliverPorts, deliverLane, type Left } from './deliver-lane.ts';
import { failedAttempts } from './failed-attempts.ts';
import { parkedLanes } from './parked-lanes.ts';

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

/**
 * How many lanes of one kind are delivered at once; the others wait for their turn in the order in which they were woken.
 * Each direction has its own places, so that a party that answers nobody cannot take those of the other, and so have starts.
 */
const lanesAtOnce = 256;
/** How often lanes are looked for that nobody woke: those of a crash, or of another process that died. */
const lookForLanesMs = 3000;
/** When to try a lane again that the store or a defect stopped. */
const afterFailureMs = 1000;

/** The places in which lanes of one kind are delivered, and the lanes that wait for one. */
interface Slots {
  used: number;
  readonly queue: Map<string, Lane>;
}

const kinds: readonly SlotKind[] = ['start', 'to-live-chat', 'to-customer'];
const newSlots = (): Slots => ({ used: 0, queue: new Map() });

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
  const slots: Readonly<Record<SlotKind, Slots>> = {
    'to-live-chat': newSlots(),
    'to-customer': newSlots(),
    start: newSlots(),
  };
  const leasingCommits = new Set<Promise<unknown>>();
  const timers = new Map<string, () => void>();
  let state: 'idle' | 'running' | 'stopping' = 'idle';
  const isStopping = () => state === 'stopping';

  const hasCapacity = (kind: SlotKind) => state === 'running' && slots[kind].used < lanesAtOnce;
  const parked = parkedLanes({ clock, reachability }, (lane) => wake(lane));

  function trackCommit(commit: Promise<unknown>): void {
    leasingCommits.add(commit);
    const settled = () => void leasingCommits.delete(commit);
    commit.then(settled, settled);
  }

  function wake(lane: Lane, { leased, kind = lane.direction }: Partial<WakeOptions> = {}): void {
    const key = keyOf(lane);
    // What is lent has begun: it is delivered where there is no room, and when this process stops.
    if (state !== 'running' && !leased) return;
    parked.remove(key);
    if (running.has(key)) wokenAgain.set(key, { kind, leased: leased ?? wokenAgain.get(key)?.leased });
    else if (leased || hasCapacity(kind)) run(key, lane, { leased, kind });
    else slots[kind].queue.set(key, lane);
  }

  function run(key: string, lane: Lane, woken: WakeOptions): void {
    for (const { queue } of Object.values(slots)) queue.delete(key);
    slots[woken.kind].used++;
    running.set(key, deliver(key, lane, woken));
  }

  async function deliver(key: string, lane: Lane, { leased, kind }: WakeOptions): Promise<void> {
    const own = slots[kind];
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
      own.used--;
      const again = wokenAgain.get(key);
      if (wokenAgain.delete(key) && again) {
        if (again.leased) run(key, lane, again);
        else slots[again.kind].queue.set(key, lane);
      } else if (isUnfinished) slots[lane.direction].queue.set(key, lane);
      for (const each of kinds) wakeNextIn(each);
    }
  }

  /** Of a lane in a start's place nothing is delivered but the start: what is behind it waits for a place of its direction. */
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
    if (state !== 'running') return;
    timers.get(key)?.();
    const cancel = clock.after(Math.max(0, until - clock.now()), () => {
      timers.delete(key);
      const isLeftAlone = unreachable && reachability.states()[unreachable] !== 'closed';
      if (isLeftAlone && !running.has(key)) parked.park(key, lane, unreachable);
      else wake(lane);
    });
    timers.set(key, cancel);
  }

  function wakeNextIn(kind: SlotKind): void {
    const next = slots[kind].queue.entries().next();
    if (next.done || !hasCapacity(kind)) return;
    const [key, lane] = next.value;
    slots[kind].queue.delete(key);
    wake(lane, { kind });
  }

  async function lookForLanes(): Promise<void> {
    // Those that are parked are due, and must not hide the others.
    const lanes = await outbox.dueLanes(2 * lanesAtOnce + parked.size).catch((error: unknown) => {
      log.error({ err: toError(error) }, 'outbox-unreadable');
      return [];
    });
    for (const lane of lanes) if (!parked.has(keyOf(lane))) wake(lane);
    if (state === 'running')
      timers.set(
        'look',
        clock.after(lookForLanesMs, () => void lookForLanes()),
      );
  }

  notifier.attach({ hasCapacity, trackCommit, wake });
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
      for (const { queue } of Object.values(slots)) queue.clear();
      while (running.size + leasingCommits.size > 0)
        await Promise.allSettled([...running.values(), ...leasingCommits]);
    },
  };
}
